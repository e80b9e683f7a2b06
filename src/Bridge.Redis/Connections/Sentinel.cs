// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;
using Bridge.Redis.Configuration;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>What a Sentinel knows: where the master of a replicated Redis is at present.</summary>
internal static class Sentinel
{
    /// <summary>Asks for the master.</summary>
    /// <param name="transport">A connection to a Sentinel, on which nothing else is under way.</param>
    /// <param name="service">The name that the Sentinels have for the master and its replicas.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RedisUnavailableException">The Sentinel does not know it, or does not answer.</exception>
    public static async Task<RedisEndpoint> FindMasterAsync(RedisTransport transport, string service, CancellationToken cancellationToken)
    {
        RespValue answer;
        try
        {
            answer = await transport.CallAsync(RespCommand.Of("SENTINEL", "get-master-addr-by-name", service), cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RedisUnavailableException($"The Sentinel at {transport.Endpoint} does not answer: {e.Message}", e);
        }

        if (answer.IsError)
        {
            throw new RedisUnavailableException($"The server at {transport.Endpoint} can't be asked for a master: {answer}", new RedisServerException(answer.ToString()));
        }

        return answer.Items is [var host, var port] && int.TryParse(port.ToString(), CultureInfo.InvariantCulture, out int number)
            ? new RedisEndpoint(Encoding.UTF8.GetString(host.Bytes.Span), number)
            : throw new RedisUnavailableException($"The Sentinel at {transport.Endpoint} knows no master '{service}'.");
    }
}
