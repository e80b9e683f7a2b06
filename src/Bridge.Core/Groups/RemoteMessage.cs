// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.History;
using Bridge.Core.Hubs;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Groups;

/// <summary>
/// A message as it goes from node to node. Native clients get the bytes of their protocol as they came; for all others, and for a
/// protocol that the other node did not know, it is read once.
/// </summary>
/// <param name="source">What came.</param>
/// <param name="group">The group that it was sent to, or null.</param>
/// <param name="channel">The channel's name as clients know it, or null.</param>
/// <param name="map">Knows what dialects call the message.</param>
/// <param name="reader">Reads it.</param>
/// <param name="positions">
/// Encodes events anew where native clients are told their positions, which nobody knew when the message was sent; null elsewhere.
/// </param>
internal sealed class RemoteMessage(
    BackplaneMessage source, string? group, string? channel, HubMap map, RemoteInvocationReader reader, NativeEventEncoder? positions = null)
    : EncodedMessage(channel, map)
{
    private InvocationMessage? _message;
    private bool _isRead;

    /// <summary>The same in its place in a history.</summary>
    public RemoteMessage At(HistoryPosition position) => new(source, group, Channel, Map, reader, positions) { Position = position };

    protected override InvocationMessage? Message
    {
        get
        {
            if (!_isRead)
            {
                _isRead = true;
                _message = Read();
            }

            return _message;
        }
    }

    protected override ReadOnlyMemory<byte>? EncodeNative(IHubProtocol protocol)
    {
        if (Position is not null && positions is not null && Message is ChannelEventMessage channelEvent)
        {
            return positions.Encode(channelEvent, protocol);
        }

        foreach (SerializedMessage payload in source.Payloads)
        {
            if (payload.ProtocolName == protocol.Name)
            {
                return payload.Serialized;
            }
        }

        return reader.Rewrite(source, protocol);
    }

    private InvocationMessage? Read()
    {
        if (reader.Read(source) is not { } invocation)
        {
            return null;
        }

        if (source.Event is { } details && group is not null)
        {
            EventData? data = SplitDataOf(source) ?? (invocation.FirstArgument is { } first ? EventDataOf(first.Span, details.IsText) : null);
            return data is null ? null
                : new ChannelEventMessage(group, Channel ?? group, Map.EventOf(invocation.Target), data, details.UserId).At(Position?.Offset ?? 0);
        }

        return group is null
            ? new RemoteInvocationMessage(invocation)
            : new RemoteChannelInvocationMessage(group, invocation);
    }

    private static EventData? SplitDataOf(BackplaneMessage source)
    {
        foreach (SerializedMessage payload in source.Payloads)
        {
            if (payload.ProtocolName == BackplaneMessage.SplitDataEntry)
            {
                return EventData.FromStringToken(payload.Serialized.Span);
            }
        }

        return null;
    }

    private static EventData EventDataOf(ReadOnlySpan<byte> json, bool isText) =>
        isText ? EventData.FromTextOfJson(json) : EventData.FromJson(json);
}
