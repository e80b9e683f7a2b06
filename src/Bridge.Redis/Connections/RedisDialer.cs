// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Bridge.Redis.Configuration;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>Connects to one server, secures the connection and greets the server.</summary>
internal sealed class RedisDialer(RedisSettings settings, TimeProvider time)
{
    /// <summary>Connects to a server that holds data.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="purpose">What the connection is for, shown behind the client's name in the server's list.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RedisUnavailableException">It is not there, does not answer in time, or does not take us.</exception>
    public Task<RedisTransport> DialAsync(RedisEndpoint endpoint, string purpose, CancellationToken cancellationToken) =>
        DialAsync(
            endpoint,
            async (transport, credentials, cancellation) =>
            {
                await GreetAsync(transport, purpose, credentials, cancellation);
                if (settings.Database != 0)
                {
                    await CallAsync(transport, cancellation, "SELECT", settings.Database.ToString(CultureInfo.InvariantCulture));
                }
            },
            cancellationToken);

    /// <summary>Connects to a Sentinel: with the same credentials, or without any if it does not take them.</summary>
    /// <param name="endpoint">The Sentinel.</param>
    /// <param name="purpose">What the connection is for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RedisUnavailableException">It is not there, does not answer in time, or does not take us.</exception>
    public Task<RedisTransport> DialSentinelAsync(RedisEndpoint endpoint, string purpose, CancellationToken cancellationToken) =>
        DialAsync(
            endpoint,
            async (transport, credentials, cancellation) =>
            {
                try
                {
                    await GreetAsync(transport, purpose, credentials, cancellation);
                }
                catch (RedisServerException e) when (e.IsDenied && credentials.Password is not null)
                {
                    await GreetAsync(transport, purpose, default, cancellation);
                }
            },
            cancellationToken);

    private async Task<RedisTransport> DialAsync(
        RedisEndpoint endpoint, Func<RedisTransport, RedisCredentials, CancellationToken, Task> greet, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            RedisCredentials credentials = await settings.GetCredentialsAsync(either.Token);
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, either.Token);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (settings.IsTls)
            {
                stream = await SecureAsync(stream, endpoint, either.Token);
            }

            var transport = new RedisTransport(stream, endpoint.ToString());
            await greet(transport, credentials, either.Token);
            return transport;
        }
        catch (Exception e)
        {
            socket.Dispose();
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }

            if (cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            string reason = e is OperationCanceledException ? $"no answer within {settings.ConnectTimeout.TotalMilliseconds:0} ms" : e.Message;
            throw new RedisUnavailableException($"Can't connect to Redis at {endpoint}: {reason}", e);
        }
    }

    private async Task<Stream> SecureAsync(Stream inner, RedisEndpoint endpoint, CancellationToken cancellationToken)
    {
        var secure = new SslStream(inner);
        try
        {
            await secure.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = settings.TlsHost ?? endpoint.Host,
                    EnabledSslProtocols = settings.TlsVersions,
                    CertificateChainPolicy = ChainPolicy(),
                },
                cancellationToken);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    private X509ChainPolicy ChainPolicy()
    {
        var policy = new X509ChainPolicy { RevocationMode = settings.ChecksRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck };
        if (settings.TlsAuthorities is { } authorities)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(authorities);
        }

        return policy;
    }

    private async Task GreetAsync(RedisTransport transport, string purpose, RedisCredentials credentials, CancellationToken cancellationToken)
    {
        string name = $"{settings.ClientName}-{purpose}";
        if (settings.IsResp2 || !await TryHelloAsync(transport, name, credentials, cancellationToken))
        {
            await GreetInResp2Async(transport, name, credentials, cancellationToken);
        }
    }

    private static async Task<bool> TryHelloAsync(
        RedisTransport transport, string name, RedisCredentials credentials, CancellationToken cancellationToken)
    {
        string[] authentication = credentials.Password is { } password ? ["AUTH", credentials.User ?? "default", password] : [];
        RespValue answer = await transport.CallAsync(RespCommand.Of(["HELLO", "3", .. authentication, "SETNAME", name]), cancellationToken);
        if (answer.IsError)
        {
            var error = new RedisServerException(answer.ToString());
            return error.Code is "ERR" or "NOPROTO" ? false : throw error;
        }

        transport.IsResp3 = true;
        transport.IsReplica = ValueOf(answer, "role"u8).IsText("replica"u8) || ValueOf(answer, "role"u8).IsText("slave"u8);
        return true;
    }

    private static async Task GreetInResp2Async(
        RedisTransport transport, string name, RedisCredentials credentials, CancellationToken cancellationToken)
    {
        if (credentials.Password is { } password)
        {
            await CallAsync(transport, cancellationToken, credentials.User is { } user ? ["AUTH", user, password] : ["AUTH", password]);
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
