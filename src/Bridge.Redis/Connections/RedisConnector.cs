// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bridge.Redis.Configuration;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>Connects to the first of the configured servers that takes commands, and greets it.</summary>
internal sealed class RedisConnector(RedisSettings settings, TimeProvider time)
{
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
                RedisTransport transport = await ConnectAsync(endpoint, purpose, cancellationToken);
                if (!transport.IsReplica || settings.Endpoints.Count == 1)
                {
                    return transport;
                }

                await transport.DisposeAsync();
                failure = new RedisUnavailableException($"{endpoint} is a replica, and none of the other servers is a master that can be reached.");
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                string reason = e is OperationCanceledException ? $"no answer within {settings.ConnectTimeout.TotalMilliseconds:0} ms" : e.Message;
                failure = new RedisUnavailableException($"Can't connect to Redis at {endpoint}: {reason}", e);
            }
        }

        throw failure!;
    }

    private async Task<RedisTransport> ConnectAsync(RedisEndpoint endpoint, string purpose, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, either.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (settings.IsTls)
            {
                stream = await SecureAsync(stream, endpoint, either.Token);
            }

            var transport = new RedisTransport(stream, endpoint.ToString());
            await GreetAsync(transport, $"{settings.ClientName}-{purpose}", either.Token);
            return transport;
        }
        catch
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            throw;
        }
    }

    private async Task<Stream> SecureAsync(Stream inner, RedisEndpoint endpoint, CancellationToken cancellationToken)
    {
        var secure = new SslStream(inner);
        try
        {
            await secure.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions { TargetHost = settings.TlsHost ?? endpoint.Host, CertificateChainPolicy = ChainPolicy() },
                cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private X509ChainPolicy? ChainPolicy()
    {
        if (settings.TlsAuthorities is not { } authorities)
        {
            return null;
        }

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private async Task GreetAsync(RedisTransport transport, string name, CancellationToken cancellationToken)
    {
        if (settings.IsResp2 || !await TryHelloAsync(transport, name, cancellationToken))
        {
            await GreetInResp2Async(transport, name, cancellationToken);
        }

        if (settings.Database != 0)
        {
            await CallAsync(transport, cancellationToken, "SELECT", settings.Database.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task<bool> TryHelloAsync(RedisTransport transport, string name, CancellationToken cancellationToken)
    {
        string[] credentials = settings.Password is { } password ? ["AUTH", settings.User ?? "default", password] : [];
        RespValue answer = await transport.CallAsync(RespCommand.Of(["HELLO", "3", .. credentials, "SETNAME", name]), cancellationToken);
        if (answer.IsError)
        {
            var error = new RedisServerException(answer.ToString());
            return error.Code is "ERR" or "NOPROTO" ? false : throw error;
        }

        transport.IsResp3 = true;
        transport.IsReplica = ValueOf(answer, "role"u8).IsText("replica"u8) || ValueOf(answer, "role"u8).IsText("slave"u8);
        return true;
    }

    private async Task GreetInResp2Async(RedisTransport transport, string name, CancellationToken cancellationToken)
    {
        if (settings.Password is { } password)
        {
            await CallAsync(transport, cancellationToken, settings.User is { } user ? ["AUTH", user, password] : ["AUTH", password]);
        }

        // A user may be denied both; neither is needed.
        await transport.CallAsync(RespCommand.Of("CLIENT", "SETNAME", name), cancellationToken);
        RespValue role = await transport.CallAsync(RespCommand.Of("ROLE"), cancellationToken);
        transport.IsReplica = role.Items is [var first, ..] && first.IsText("slave"u8);
    }

    private static async Task<RespValue> CallAsync(RedisTransport transport, CancellationToken cancellationToken, params string[] arguments)
    {
        RespValue answer = await transport.CallAsync(RespCommand.Of(arguments), cancellationToken);
        return answer.IsError ? throw new RedisServerException(answer.ToString()) : answer;
    }

    private static RespValue ValueOf(RespValue map, ReadOnlySpan<byte> key)
    {
        RespValue[] items = map.Items;
        for (int i = 0; i + 1 < items.Length; i += 2)
        {
            if (items[i].IsText(key))
            {
                return items[i + 1];
            }
        }

        return default;
    }
}
