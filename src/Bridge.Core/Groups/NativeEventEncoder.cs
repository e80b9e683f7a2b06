// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Bridge.Core.Hubs;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Groups;

/// <summary>
/// Encodes events of the bridge for native clients. The JSON is written as it is, so data that came in as JSON goes out
/// as the same JSON whatever serializer and settings the app has.
/// </summary>
/// <param name="withChannel">
/// Whether clients get (data, {channel, userId?, offset?}), as those of <see cref="ChannelHub"/> do, or (data) alone.
/// </param>
/// <param name="map">Knows what native clients call the event.</param>
internal sealed class NativeEventEncoder(bool withChannel, HubMap map)
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = RelaxedJson.Options.Encoder };

    /// <summary>Encodes an event; null for the bridge's own news on an app's hub, whose clients know nothing of them.</summary>
    /// <param name="message">The event.</param>
    /// <param name="protocol">The protocol of the clients.</param>
    public ReadOnlyMemory<byte>? Encode(ChannelEventMessage message, IHubProtocol protocol)
    {
        if (message.IsNews && !withChannel)
        {
            return null;
        }

        return protocol.Name == "json"
            ? WriteJson(message)
            : protocol.GetMessageBytes(new InvocationMessage(EventOf(message)?.Target ?? message.Target, ArgumentsOf(message)));
    }

    private MappedEvent? EventOf(ChannelEventMessage message) => map.ServerEventsByName.GetValueOrDefault(message.Target);

    private byte[] WriteJson(ChannelEventMessage message)
    {
        MappedEvent? known = EventOf(message);
        ArrayBufferWriter<byte> scratch = EncodingScratch.Rent();
        try
        {
            using (var writer = new Utf8JsonWriter(scratch, WriterOptions))
            {
                writer.WriteStartObject();
                writer.WriteNumber("type"u8, HubProtocolConstants.InvocationMessageType);
                writer.WriteString("target"u8, known?.Target ?? message.Target);
                writer.WriteStartArray("arguments"u8);
                WriteData(writer, message.Data, known);
                if (withChannel)
                {
                    WriteOrigin(writer, message);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            scratch.Write("\u001e"u8);
            return scratch.WrittenSpan.ToArray();
        }
        finally
        {
            EncodingScratch.Return(scratch);
        }
    }

    private static void WriteData(Utf8JsonWriter writer, EventData data, MappedEvent? known)
    {
        if (known?.Splits(data) != true)
        {
            writer.WriteRawValue(data.Json.Span, skipInputValidation: true);
            return;
        }

        foreach (ReadOnlyMemory<byte> argument in known.ArgumentsOf(data))
        {
            writer.WriteRawValue(argument.Span, skipInputValidation: true);
        }
    }

    private static void WriteOrigin(Utf8JsonWriter writer, ChannelEventMessage message)
    {
        writer.WriteStartObject();
        writer.WriteString("channel"u8, message.Channel);
        if (message.UserId is not null)
        {
            writer.WriteString("userId"u8, message.UserId);
        }

        if (message.Offset > 0)
        {
            writer.WriteNumber("offset"u8, message.Offset);
        }

        writer.WriteEndObject();
    }

    private object?[] ArgumentsOf(ChannelEventMessage message)
    {
        if (EventOf(message) is { } known && known.Splits(message.Data))
        {
            return [.. known.ArgumentsOf(message.Data).Select(argument => PlainJson.Read(argument.Span))];
        }

        object? data = PlainJson.Read(message.Data.Json.Span);
        if (!withChannel)
        {
            return [data];
        }

        var origin = new Dictionary<string, object> { ["channel"] = message.Channel };
        if (message.UserId is not null)
        {
            origin["userId"] = message.UserId;
        }

        if (message.Offset > 0)
        {
            origin["offset"] = message.Offset;
        }

        return [data, origin];
    }
}
