// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Configuration;

/// <summary>How this node joins the farm.</summary>
public sealed class BridgeRedisOptions
{
    /// <summary>
    /// The servers and how to reach them, in the manner of StackExchange.Redis: <c>10.0.0.5:6379,password=...,ssl=true</c>. With
    /// several servers the master among them is used; with <c>serviceName</c> they are Sentinels, which are asked for the master.
    /// Required.
    /// </summary>
    public string Configuration { get; set; } = string.Empty;

    /// <summary>The user, in place of <c>user</c> in <see cref="Configuration"/>. Null: what that says. Default: null.</summary>
    public string? User { get; set; }

    /// <summary>
    /// The password, in place of <c>password</c> in <see cref="Configuration"/>: for one that holds a comma, or that comes from a store
    /// of secrets. Null: what that says. Default: null.
    /// </summary>
    public string? Password { get; set; }

    /// <summary>
    /// Gives the password for each new connection, for one that changes: a token of a cloud's identity service. Connections that are
    /// there go on with the one that they began with until Redis ends them. It has the time of <c>connectTimeout</c>; when it fails, the
    /// connection is tried again. Null: it stays the same. Default: null.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? PasswordProvider { get; set; }

    /// <summary>
    /// A file of certificates in PEM form: with TLS the server's certificate must then come from one of them, and not from an authority that
    /// the system trusts. Null: the system decides. Default: null.
    /// </summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>What the bridge's own keys and channels in Redis begin with. Default: <c>bridge</c>.</summary>
    public string Prefix { get; set; } = "bridge";

    /// <summary>
    /// What the channels of hub messages begin with: the same as <c>ChannelPrefix</c> of the stock package on the other nodes of
    /// the farm. Empty: what <see cref="Configuration"/> says in <c>channelPrefix</c>. Default: empty.
    /// </summary>
    public string ChannelPrefix { get; set; } = string.Empty;

    /// <summary>
    /// The full name of the hub whose farm the bridge's <c>ChannelHub</c> joins, for example <c>MyApp.Hubs.ChatHub</c>. Null: its
    /// own name, a farm of bridge nodes. Other hubs always go by their own name. Default: null.
    /// </summary>
    public string? HubName { get; set; }

    /// <summary>
    /// The bytes of messages that may wait for Redis, above all while it is away. When more wait, the oldest are dropped and
    /// counted. Default: 8 MiB.
    /// </summary>
    public int OutageBufferBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>How long a message may wait for Redis; older ones are dropped and counted. Default: 30 seconds.</summary>
    public TimeSpan OutageBufferAge { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The connections that messages are received over. More share the work of a node that receives very much; a channel
    /// always uses the same one. Default: 1.
    /// </summary>
    public int SubscriptionConnections { get; set; } = 1;

    /// <summary>How long a channel is still received after its last local member left. Default: 1 second.</summary>
    public TimeSpan UnsubscribeDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a change of a group waits for the node that holds the connection, before it fails. Default: 5 seconds.
    /// </summary>
    public TimeSpan AcknowledgeTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often this node says that it lives. At most a third of <see cref="NodeTimeout"/>. Default: 3 seconds.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>
    /// After how long without a sign of life the others take a node for dead, and its connections off their channels. The same
    /// on all nodes. Default: 10 seconds.
    /// </summary>
    public TimeSpan NodeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>What <see cref="Configuration"/> says, and whom to trust. The options are valid.</summary>
    internal RedisSettings ToSettings()
    {
        RedisSettings settings = RedisSettingsParser.Parse(Configuration).Settings;
        settings.User = User ?? settings.User;
        settings.Password = Password ?? settings.Password;
        settings.PasswordProvider = PasswordProvider;
        settings.TlsAuthorities = CertificateAuthorityFile is { } file ? CertificateAuthorities.Read(file) : null;
        return settings;
    }

    /// <summary>The prefix of the farm: <see cref="ChannelPrefix"/>, or what <see cref="Configuration"/> says.</summary>
    internal string FarmPrefix() =>
        ChannelPrefix.Length > 0 ? ChannelPrefix : RedisSettingsParser.Parse(Configuration).Settings.ChannelPrefix;
}
