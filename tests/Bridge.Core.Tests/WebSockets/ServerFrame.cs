// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets;

/// <summary>A frame that the server wrote.</summary>
internal sealed record ServerFrame(byte Opcode, byte[] Payload)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    public int CloseCode => BinaryPrimitives.ReadUInt16BigEndian(Payload);

    public string CloseReason => Encoding.UTF8.GetString(Payload.AsSpan(2));

    /// <summary>Takes all whole frames from the front of the bytes; each must be unmasked and a whole message.</summary>
    public static List<ServerFrame> TakeAll(ref ReadOnlySpan<byte> bytes)
    {
        List<ServerFrame> frames = [];
        while (TryTake(ref bytes, out ServerFrame? frame))
        {
            frames.Add(frame!);
        }

        return frames;
    }

    /// <summary>The frames in a write, which must hold nothing else.</summary>
    public static List<ServerFrame> In(byte[] write)
    {
        ReadOnlySpan<byte> rest = write;
        List<ServerFrame> frames = TakeAll(ref rest);
        Assert.True(rest.IsEmpty, "A write ends with a part of a frame.");
        return frames;
    }

    public override string ToString() => Opcode switch
    {
        WebSocketFrame.Text => Text,
        WebSocketFrame.Close => $"close {CloseCode} {CloseReason}",
        WebSocketFrame.Ping => $"ping {Payload.Length}",
        WebSocketFrame.Pong => $"pong {Payload.Length}",
        _ => $"opcode {Opcode}",
    };

    private static bool TryTake(ref ReadOnlySpan<byte> bytes, out ServerFrame? frame)
    {
        frame = null;
        if (bytes.Length < 2)
        {
            return false;
        }

        int header = (bytes[1] & 0x7F) switch { 126 => 4, 127 => 10, _ => 2 };
        if (bytes.Length < header)
        {
            return false;
        }

        Assert.Equal(0x80, bytes[0] & 0xF0);
        Assert.Equal(0, bytes[1] & 0x80);
        long length = header switch
        {
            4 => BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]),
            10 => (long)BinaryPrimitives.ReadUInt64BigEndian(bytes[2..]),
            _ => bytes[1],
        };
        if (bytes.Length - header < length)
        {
            return false;
        }

        frame = new ServerFrame((byte)(bytes[0] & 0x0F), bytes.Slice(header, (int)length).ToArray());
        bytes = bytes[(header + (int)length)..];
        return true;
    }
}
