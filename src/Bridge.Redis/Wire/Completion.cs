// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Redis.Wire;

/// <summary>The result of a client: an array of protocol and completion.</summary>
/// <param name="Message">The completion in the words of a hub protocol.</param>
internal readonly record struct Completion(SerializedMessage Message) : IRespPayload
{
    public int Length => 1
        + MessagePackWriter.LengthOfString(Message.ProtocolName)
        + MessagePackWriter.LengthOfBinary(Message.Serialized.Length);

    public void Write(Span<byte> destination)
    {
        var writer = new MessagePackWriter(destination);
        writer.WriteArrayHeader(2);
        writer.WriteString(Message.ProtocolName);
        writer.WriteBinary(Message.Serialized.Span);
    }

    /// <summary>Reads a completion.</summary>
    /// <param name="bytes">The message; what is returned goes on using it.</param>
    /// <exception cref="WireFormatException">It is none.</exception>
    public static Completion Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new MessagePackReader(bytes.Span);
        if (reader.ReadArrayHeader() < 2)
        {
            throw new WireFormatException("a completion has two items at least");
        }

        string protocol = reader.ReadString();
        return new Completion(new SerializedMessage(protocol, bytes[reader.ReadBinary()]));
    }
}
