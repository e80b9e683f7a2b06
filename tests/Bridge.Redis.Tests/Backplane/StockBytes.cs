// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.Text;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>Bytes as the stock package writes them, made by hand from the description of the wire format.</summary>
internal static class StockBytes
{
    /// <summary>An invocation for everybody who hears the channel.</summary>
    public static byte[] Invocation(string json) => [0x92, 0x90, 0x81, .. Text("json"), .. Binary(json + "\u001e")];

    public static byte[] Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length < 32 ? [(byte)(0xa0 | bytes.Length), .. bytes] : [0xd9, (byte)bytes.Length, .. bytes];
    }

    public static byte[] Binary(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Length);
        return bytes.Length switch
        {
            < 0x100 => [0xc4, .. length[3..], .. bytes],
            < 0x10000 => [0xc5, .. length[2..], .. bytes],
            _ => [0xc6, .. length, .. bytes],
        };
    }
}
