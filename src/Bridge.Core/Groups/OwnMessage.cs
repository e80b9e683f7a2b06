// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Groups;

/// <summary>A message that this node sends.</summary>
/// <param name="message">The message.</param>
/// <param name="channel">The channel's name as clients know it, or null.</param>
/// <param name="map">Knows what dialects call the message.</param>
/// <param name="nativeEncoder">Encodes events of the bridge for native clients.</param>
internal sealed class OwnMessage(InvocationMessage message, string? channel, HubMap map, NativeEventEncoder nativeEncoder) : EncodedMessage(channel, map)
{
    public override ReadOnlyMemory<byte>? SplitData =>
        message is ChannelEventMessage { Data: { } data } && Map.ServerEventsByName.GetValueOrDefault(message.Target)?.Splits(data) == true
            ? data.StringToken
            : default(ReadOnlyMemory<byte>?);

    protected override InvocationMessage Message => message;

    protected override ReadOnlyMemory<byte>? EncodeNative(IHubProtocol protocol) => message is ChannelEventMessage channelEvent
        ? nativeEncoder.Encode(channelEvent, protocol)
        : protocol.GetMessageBytes(message);
}
