// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Configuration;

namespace Bridge.Redis.Connections;

/// <summary>Connects to the first of the configured servers that takes commands, or to the master that a Sentinel names.</summary>
internal sealed class RedisConnector(RedisSettings settings, TimeProvider time)
{
    private readonly RedisDialer _dialer = new(settings, time);

    /// <summary>Connects.</summary>
    /// <param name="purpose">What the connection is for, shown behind the client's name in the server's list.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RedisUnavailableException">None of the servers is there or takes us.</exception>
    public async Task<RedisTransport> ConnectAsync(string purpose, CancellationToken cancellationToken)
    {
        RedisUnavailableException? failure = null;
        foreach (RedisEndpoint endpoint in settings.Endpoints)
        {
            try
            {
                return settings.ServiceName is { } service
                    ? await ConnectToMasterAsync(endpoint, service, purpose, cancellationToken)
                    : await ConnectAsync(endpoint, mustBeMaster: settings.Endpoints.Count > 1, purpose, cancellationToken);
            }
            catch (RedisUnavailableException e)
            {
                failure = e;
            }
        }

        throw failure!;
    }

    private async Task<RedisTransport> ConnectToMasterAsync(
        RedisEndpoint sentinel, string service, string purpose, CancellationToken cancellationToken)
    {
        await using RedisTransport transport = await _dialer.DialSentinelAsync(sentinel, purpose, cancellationToken);
        RedisEndpoint master = await Sentinel.FindMasterAsync(transport, service, cancellationToken);
        return await ConnectAsync(master, mustBeMaster: true, purpose, cancellationToken);
    }

    private async Task<RedisTransport> ConnectAsync(
        RedisEndpoint endpoint, bool mustBeMaster, string purpose, CancellationToken cancellationToken)
    {
        RedisTransport transport = await _dialer.DialAsync(endpoint, purpose, cancellationToken);
        if (!mustBeMaster || !transport.IsReplica)
        {
            return transport;
        }

        await transport.DisposeAsync();
        throw new RedisUnavailableException($"{endpoint} is a replica, and none of the other servers is a master that can be reached.");
    }
}
