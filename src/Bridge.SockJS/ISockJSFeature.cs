// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS;

/// <summary>What a connection handler can do with a SockJS session beyond its pipes; among the features of the connection.</summary>
/// <remarks>
/// The pipes keep the messages apart: each <c>FlushAsync</c> sends one message, and each <c>ReadAsync</c> gives one more
/// message in addition to what was not consumed before. Text is UTF-8.
/// </remarks>
public interface ISockJSFeature
{
    /// <summary>The transport that the session began with.</summary>
    SockJSTransports Transport { get; }

    /// <summary>
    /// For how long the client has neither sent anything, an answer to a heartbeat included, nor come back for frames. What
    /// a WebSocket says beside its messages does not count.
    /// </summary>
    TimeSpan Silence { get; }

    /// <summary>Sends a message that is encoded already, after everything that was flushed before. Safe for concurrent use.</summary>
    /// <param name="message">The message; its memory must stay as it is.</param>
    /// <returns>
    /// Whether the session is still open. Completes when less than <see cref="SockJSOptions.MaxQueuedBytes"/> wait for the client,
    /// at once as long as it keeps up.
    /// </returns>
    ValueTask<bool> SendAsync(SockJSMessage message);

    /// <summary>
    /// Closes the session: the client gets what was sent before, then the code and the reason. Does nothing when it is closed already.
    /// </summary>
    /// <param name="code">The close code: 3000 to 4999, or one that RFC 6455 lets a close frame carry.</param>
    /// <param name="reason">The reason.</param>
    void Close(int code, string reason);
}
