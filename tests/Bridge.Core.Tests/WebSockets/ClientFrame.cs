// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets;

/// <summary>Writes frames as a client does: masked (RFC 6455, section 5.2).</summary>
internal static class ClientFrame
{
    private static readonly byte[] Mask = [0x12, 0x34, 0x56, 0x78];

    public static byte[] Text(string text) => Of(WebSocketFrame.Text, Encoding.UTF8.GetBytes(text));

    public static byte[] Close(int code)
    {
        byte[] payload = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(payload, (ushort)code);
        return Of(WebSocketFrame.Close, payload);
    }

    public static byte[] Of(byte opcode, byte[] payload, bool isFinal = true)
    {
        using var frame = new MemoryStream();
        frame.WriteByte((byte)((isFinal ? 0x80 : 0) | opcode));
        switch (payload.Length)
        {
            case <= 125:
                frame.WriteByte((byte)(0x80 | payload.Length));
                break;
            case <= ushort.MaxValue:
                frame.WriteByte(0x80 | 126);
                frame.Write([(byte)(payload.Length >> 8), (byte)payload.Length]);
                break;
            default:
                frame.WriteByte(0x80 | 127);
                byte[] length = new byte[8];
                BinaryPrimitives.WriteInt64BigEndian(length, payload.Length);
                frame.Write(length);
                break;
        }

        frame.Write(Mask);
        frame.Write([.. payload.Select((value, i) => (byte)(value ^ Mask[i & 3]))]);
        return frame.ToArray();
    }
}
