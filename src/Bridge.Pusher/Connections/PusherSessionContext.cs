// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Connections;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Connections;

/// <summary>What all Pusher connections share.</summary>
internal sealed class PusherSessionContext(
    PusherChannelNamespaces namespaces,
    IChannelAuthorizer authorizer,
    IOptions<PusherOptions> options,
    TimeProvider time,
    ILogger<PusherSession> logger)
{
    // Clients that can't answer a ping are left alone for a day.
    private static readonly KeepAlive SilentClients = new(TimeSpan.FromHours(24), TimeSpan.Zero);

    private readonly DialectConnectionOptions _connections = OptionsWith(AskingClients(options.Value), options.Value);
    private readonly DialectConnectionOptions _silentConnections = OptionsWith(SilentClients, options.Value);

    public PusherChannelNamespaces Namespaces { get; } = namespaces;

    public IChannelAuthorizer Authorizer { get; } = authorizer;

    public PusherOptions Options { get; } = options.Value;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>How a connection behaves.</summary>
    /// <param name="version">The version of the protocol that its client speaks.</param>
    public DialectConnectionOptions ConnectionOptionsOf(PusherProtocolVersion version) =>
        version.AnswersPing ? _connections : _silentConnections;

    private static DialectConnectionOptions OptionsWith(KeepAlive keepAlive, PusherOptions options) =>
        new() { MaxMessageBytes = options.MaxMessageBytes, KeepAlive = keepAlive };

    /// <summary>The client asks first; the server only where it did not.</summary>
    private static KeepAlive AskingClients(PusherOptions options)
    {
        TimeSpan pongTimeout = TimeSpan.FromSeconds(options.PongTimeoutSeconds);
        return new KeepAlive(TimeSpan.FromSeconds(options.ActivityTimeoutSeconds) + pongTimeout, pongTimeout);
    }
}
