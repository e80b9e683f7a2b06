// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Connections;

/// <summary>
/// The words of one kind of legacy client. One instance serves all its connections of a hub, so that a message is
/// encoded once for all of them.
/// </summary>
public interface IDialect
{
    /// <summary>The name, which is also the name of the hub protocol of its connections, for example <c>pusher</c>.</summary>
    string Name { get; }

    /// <summary>Encodes a message from the hub.</summary>
    /// <param name="message">
    /// The message: a <see cref="Channels.ChannelEventMessage"/> for events of the bridge, otherwise what a hub sent.
    /// </param>
    /// <param name="channel">The channel's name as clients know it; null for a message that is on no channel.</param>
    /// <param name="output">Takes exactly one message, without framing, in UTF-8.</param>
    /// <returns>False when the dialect has no word for this message.</returns>
    bool TryEncode(InvocationMessage message, string? channel, IBufferWriter<byte> output);
}
