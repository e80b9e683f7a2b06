// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Text;

namespace Bridge.Redis.Resp;

/// <summary>Writes the parts of commands.</summary>
internal static class RespWriter
{
    /// <summary>The bytes of a marker, a number and a line end.</summary>
    public static int HeaderLength(int number)
    {
        int digits = 1;
        for (int rest = number; rest >= 10; rest /= 10)
        {
            digits++;
        }

        return digits + 3;
    }

    /// <summary>The bytes of a bulk text of so many bytes.</summary>
    public static int BulkLength(int bytes) => HeaderLength(bytes) + bytes + 2;

    public static int WriteHeader(Span<byte> destination, byte marker, int number)
    {
        destination[0] = marker;
        Utf8Formatter.TryFormat(number, destination[1..], out int digits);
        "\r\n"u8.CopyTo(destination[(digits + 1)..]);
        return digits + 3;
    }

    public static int WriteBulk(Span<byte> destination, ReadOnlySpan<byte> bytes)
    {
        int header = WriteHeader(destination, (byte)'$', bytes.Length);
        bytes.CopyTo(destination[header..]);
        "\r\n"u8.CopyTo(destination[(header + bytes.Length)..]);
        return header + bytes.Length + 2;
    }
}
