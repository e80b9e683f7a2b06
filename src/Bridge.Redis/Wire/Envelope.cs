// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Redis.Resp;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Redis.Wire;

/// <summary>An invocation in the wire format: an array of the excluded connections, the payloads by protocol, and where a result goes.</summary>
/// <param name="message">The message.</param>
/// <param name="origin">The origin of this node.</param>
internal readonly struct Envelope(BackplaneMessage message, ServerName origin) : IRespPayload
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
                + MessagePackWriter.LengthOfBinary(Metadata.LengthFor(message.Event));
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

    public void Write(Span<byte> destination)
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
        writer.WriteBinaryHeader(Metadata.LengthFor(message.Event));
        Metadata.Write(ref writer, origin.Origin, message.Event);
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
    }

    /// <summary>Whether a message is this node's own, and so was delivered here before it was sent.</summary>
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

        Metadata.Read(bytes[reader.ReadBinary()], origin.Origin, out bool isOwn);
        return isOwn;
    }

    /// <summary>Reads an invocation.</summary>
    /// <param name="bytes">The message; what is returned goes on using it.</param>
    /// <exception cref="WireFormatException">It is no invocation.</exception>
    public static BackplaneMessage Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes.Span);
        int count = reader.ReadArrayHeader();
        if (count < 2)
        {
            throw new WireFormatException("an invocation has two items at least");
        }

        string[] excluded = ReadExcluded(ref reader);
        List<SerializedMessage> payloads = ReadPayloads(ref reader, bytes, out BackplaneEvent? details);
        BackplaneResultRequest? request = null;
        if (count >= 4)
        {
            request = new BackplaneResultRequest(reader.ReadString(), reader.ReadString());
        }

        return new BackplaneMessage { ExcludedConnectionIds = excluded, Payloads = payloads, Event = details, ResultRequest = request };
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
        ref MessagePackReader reader, ReadOnlyMemory<byte> bytes, out BackplaneEvent? details)
    {
        details = null;
        int count = reader.ReadMapHeader();
        var payloads = new List<SerializedMessage>(Math.Min(count, 4));
        for (int i = 0; i < count; i++)
        {
            string name = reader.ReadString();
            Range range = reader.ReadBinary();
            if (name == Metadata.EntryName)
            {
                details = Metadata.Read(bytes.Span[range], ownOrigin: default, out _);
            }
            else
            {
                payloads.Add(new SerializedMessage(name, bytes[range]));
            }
        }

        return payloads;
    }
}
