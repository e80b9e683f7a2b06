// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Webhooks;

namespace Bridge.Pusher.Apps;

/// <summary>The Pusher dialect's settings. Bound from <c>Bridge</c>.</summary>
/// <remarks>Apps may change while the server runs (see <see cref="IPusherAppStore"/>); the rest holds from start to end.</remarks>
public sealed class PusherOptions
{
    /// <summary>The apps. Default: none.</summary>
    public IList<PusherApp> Apps { get; } = [];

    /// <summary>Seconds of silence after which a client, and then the server, asks whether the other is still there. Default: 120.</summary>
    public int ActivityTimeoutSeconds { get; set; } = 120;

    /// <summary>Seconds that the server waits for the answer to its ping before it closes the connection. Default: 30.</summary>
    public int PongTimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// The greatest message from a client, in bytes; a longer one ends the connection. Default: 65,536, which is enough for
    /// a client event of the greatest size with every character escaped.
    /// </summary>
    public int MaxMessageBytes { get; set; } = 65_536;

    /// <summary>
    /// What stands in front of <c>/apps/</c> in the URLs of the REST API's callers and is taken away by a proxy that does not
    /// tell (with <c>X-Forwarded-Prefix</c>), for example <c>/realtime</c>. Their signatures may contain it. Default: none.
    /// </summary>
    public string PublicPathPrefix { get; set; } = "";

    /// <summary>
    /// The host name, without a port, that clients of the HTTP transports go on with after their first request: in a farm
    /// behind one name and without sticky sessions, this node's own. Default: none, they stay with the name that they have.
    /// </summary>
    public string? FallbackHostName { get; set; }

    /// <summary>What holds for the webhooks of all apps.</summary>
    public WebhookOptions Webhooks { get; set; } = new();
}
