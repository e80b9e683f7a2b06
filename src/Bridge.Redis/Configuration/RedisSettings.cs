// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Bridge.Redis.Configuration;

/// <summary>What a configuration string says. Holds a secret: never write it to a log.</summary>
internal sealed class RedisSettings
{
    /// <summary>The servers, tried one after the other: one master and those that may become it.</summary>
    public List<RedisEndpoint> Endpoints { get; } = [];

    /// <summary>The user; null for the default one.</summary>
    public string? User { get; set; }

    /// <summary>The password, or null.</summary>
    public string? Password { get; set; }

    /// <summary>Gives the password anew for each connection; null when it stays the same.</summary>
    public Func<CancellationToken, ValueTask<string>>? PasswordProvider { get; set; }

    /// <summary>The name that the Sentinels have for the master; null when the servers themselves are named.</summary>
    public string? ServiceName { get; set; }

    public bool IsTls { get; set; }

    /// <summary>The name that the server's certificate must have; null for the name it is reached by.</summary>
    public string? TlsHost { get; set; }

    /// <summary>The versions of TLS; none for those that the system finds good.</summary>
    public SslProtocols TlsVersions { get; set; }

    /// <summary>Whether the authority is asked if it has revoked the server's certificate.</summary>
    public bool ChecksRevocation { get; set; }

    /// <summary>The authorities that the server's certificate may come from; null for those of the system.</summary>
    public X509Certificate2Collection? TlsAuthorities { get; set; }

    public int Database { get; set; }

    /// <summary>How long connecting to one server may take, greeting included.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer may take before the connection is given up.</summary>
    public TimeSpan OperationTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The time between two signs of life on an idle connection.</summary>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The name that the server's list of clients shows.</summary>
    public string ClientName { get; set; } = "bridge";

    /// <summary>Whether to speak version 2 of the protocol from the beginning.</summary>
    public bool IsResp2 { get; set; }

    /// <summary>What all Redis channels of the farm begin with.</summary>
    public string ChannelPrefix { get; set; } = string.Empty;

    /// <summary>Who this node is for Redis, at present.</summary>
    public async ValueTask<RedisCredentials> GetCredentialsAsync(CancellationToken cancellationToken) =>
        new(User, PasswordProvider is { } provider ? await provider(cancellationToken) : Password);
}
