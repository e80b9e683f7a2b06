// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Redis.Resp;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Redis.Wire;

/// <summary>An invocation in the wire format: an array of the excluded connections, the payloads by protocol, and where a result goes.</summary>
/// <param name="message">The message.</param>
/// <param name="origin">The origin of this node.</param>
/// <param name="hasPosition">Whether Redis gives it a place in a history.</param>
internal readonly struct Envelope(BackplaneMessage message, ServerName origin, bool hasPosition = false) : IRespPayload
{
    public int Length
    {
        get
        {
            int length = 1 + MessagePackWriter.LengthOfArrayHeader(message.ExcludedConnectionIds.Count);
            foreach (string connectionId in message.ExcludedConnectionIds)
            {
                length += MessagePackWriter.LengthOfString(connectionId);
            }

            length += MessagePackWriter.LengthOfArrayHeader(1 + message.Payloads.Count)
                + MessagePackWriter.LengthOfString(Metadata.EntryName)
                + MessagePackWriter.LengthOfBinary(Metadata.LengthFor(message.Event, hasPosition));
            foreach (SerializedMessage payload in message.Payloads)
            {
                length += MessagePackWriter.LengthOfString(payload.ProtocolName)
                    + MessagePackWriter.LengthOfBinary(payload.Serialized.Length);
            }

            return message.ResultRequest is { } request
                ? length + MessagePackWriter.LengthOfString(request.InvocationId) + MessagePackWriter.LengthOfString(request.ReturnTo)
                : length;
        }
    }

    public void Write(Span<byte> destination) => WriteUpToPosition(destination);

    /// <summary>Writes the message.</summary>
    /// <param name="destination">Takes it.</param>
    /// <returns>The bytes before the place of its position; right before it stands the number that its node gives it.</returns>
    public int WriteUpToPosition(Span<byte> destination)
    {
        var writer = new MessagePackWriter(destination);
        writer.WriteArrayHeader(message.ResultRequest is null ? 2 : 4);
        writer.WriteArrayHeader(message.ExcludedConnectionIds.Count);
        foreach (string connectionId in message.ExcludedConnectionIds)
        {
            writer.WriteString(connectionId);
        }

        // Our own entry first: the echo of a message is known by it before anything else is read.
        writer.WriteMapHeader(1 + message.Payloads.Count);
        writer.WriteString(Metadata.EntryName);
        writer.WriteBinaryHeader(Metadata.LengthFor(message.Event, hasPosition));
        Metadata.Write(ref writer, origin.Origin, message.Event, hasPosition);
        int position = writer.Position - Metadata.PositionBytes;
        foreach (SerializedMessage payload in message.Payloads)
        {
            writer.WriteString(payload.ProtocolName);
            writer.WriteBinary(payload.Serialized.Span);
        }

        if (message.ResultRequest is { } request)
        {
            writer.WriteString(request.InvocationId);
            writer.WriteString(request.ReturnTo);
        }

        return position;
    }

    /// <summary>
    /// Whether a message is this node's own and was delivered here before it was sent: those with a position were not, for nobody
    /// knew it.
    /// </summary>
    /// <param name="bytes">The message.</param>
    /// <param name="origin">The origin of this node.</param>
    /// <exception cref="WireFormatException">It is no invocation.</exception>
    public static bool IsOwn(ReadOnlySpan<byte> bytes, ServerName origin)
    {
        var reader = new MessagePackReader(bytes);
        if (reader.ReadArrayHeader() < 2)
        {
            throw new WireFormatException("an invocation has two items at least");
        }

        reader.Skip(reader.ReadArrayHeader());
        if (reader.ReadMapHeader() == 0 || !reader.ReadStringBytes().SequenceEqual("bridge"u8))
        {
            return false;
        }

        return Metadata.Read(bytes[reader.ReadBinary()], origin.Origin) is { IsOwn: true, Position: null };
    }

    /// <summary>Reads an invocation.</summary>
    /// <param name="bytes">The message; what is returned goes on using it.</param>
    /// <param name="origin">The origin of this node; null when nothing in the message can be its own.</param>
    /// <exception cref="WireFormatException">It is no invocation.</exception>
    public static BackplaneMessage Read(ReadOnlyMemory<byte> bytes, ServerName? origin = null)
    {
        var reader = new MessagePackReader(bytes.Span);
        int count = reader.ReadArrayHeader();
        if (count < 2)
        {
            throw new WireFormatException("an invocation has two items at least");
        }

        string[] excluded = ReadExcluded(ref reader);
        List<SerializedMessage> payloads = ReadPayloads(ref reader, bytes, origin, out Metadata details);
        BackplaneResultRequest? request = null;
        if (count >= 4)
        {
            request = new BackplaneResultRequest(reader.ReadString(), reader.ReadString());
        }

        return new BackplaneMessage
        {
            ExcludedConnectionIds = excluded,
            Payloads = payloads,
            Event = details.Event,
            ResultRequest = request,
            Position = details.Position,
            OwnNumber = details.IsOwn ? details.Number : 0,
        };
    }

    private static string[] ReadExcluded(ref MessagePackReader reader)
    {
        int count = reader.ReadArrayHeader();
        string[] excluded = count == 0 ? [] : new string[count];
        for (int i = 0; i < count; i++)
        {
            excluded[i] = reader.ReadString();
        }

        return excluded;
    }

    private static List<SerializedMessage> ReadPayloads(
        ref MessagePackReader reader, ReadOnlyMemory<byte> bytes, ServerName? origin, out Metadata details)
    {
        details = default;
        int count = reader.ReadMapHeader();
        var payloads = new List<SerializedMessage>(Math.Min(count, 4));
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            Range range = reader.ReadBinary();
            if (name == Metadata.EntryName)
            {
                details = Metadata.Read(bytes.Span[range], origin is null ? default : origin.Origin);
            }
            else
            {
                payloads.Add(new SerializedMessage(name, bytes[range]));
            }
        }

        return payloads;
    }
}
