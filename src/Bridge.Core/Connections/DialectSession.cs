// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Connections;

/// <summary>
/// The dialect's side of one connection: turns its frames into hub invocations, and what the hub answers into frames.
/// </summary>
public abstract class DialectSession
{
    /// <summary>How the connection is closed when it reads too slowly.</summary>
    public abstract ConnectionClose SlowConsumerClose { get; }

    /// <summary>How the connection is closed when this node shuts down.</summary>
    public abstract ConnectionClose ShutdownClose { get; }

    /// <summary>
    /// How a connection is closed that begins while this node shuts down: best in a way that does not bring the client back at once,
    /// since the load balancer may not know yet. Default: <see cref="ShutdownClose"/>.
    /// </summary>
    public virtual ConnectionClose DrainingClose => ShutdownClose;

    /// <summary>How the connection is closed when it does not answer a ping.</summary>
    public abstract ConnectionClose IdleClose { get; }

    /// <summary>How the connection is closed when its hub ends it without a word, for example with <c>Context.Abort()</c>.</summary>
    public abstract ConnectionClose HubEndedClose { get; }

    /// <summary>
    /// Why the connection may not stay any longer, or null. Asked about once a second, by any thread. Default: null.
    /// </summary>
    public virtual ConnectionClose? Revocation => null;

    /// <summary>Called once before the first message is received: the place to greet.</summary>
    public abstract void OnOpened();

    /// <summary>Handles one message of the client. Messages of one connection come one after the other.</summary>
    /// <param name="message">A whole text message in UTF-8; valid until the task is done.</param>
    public abstract ValueTask OnMessageAsync(ReadOnlyMemory<byte> message);

    /// <summary>Handles what the hub says to this connection alone: completions, close messages.</summary>
    /// <param name="message">The message. Called under the write lock of the hub connection: hand on, never wait.</param>
    public abstract void OnHubMessage(HubMessage message);

    /// <summary>The hub refuses an event that the client sent; the connection stays. Default: the client is not told.</summary>
    /// <param name="reason">Why, in words for the client.</param>
    public virtual void OnEventRefused(string reason)
    {
    }

    /// <summary>The message that asks a silent client whether it is alive.</summary>
    public abstract OutboundMessage Ping { get; }

    /// <summary>The message that tells the client why it is closed, sent right before the close frame, or null.</summary>
    /// <param name="close">Why it is closed.</param>
    public abstract OutboundMessage? Farewell(ConnectionClose close);
}
