// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Security.Cryptography;

namespace Bridge.Core.Connections;

/// <summary>Socket ids as Pusher clients and server libraries know them: two numbers with a point between.</summary>
public static class SocketId
{
    /// <summary>
    /// A new id from 62 random bits of the system's generator: unguessable, and unique in practice. The numbers have up to
    /// ten digits, as server libraries expect.
    /// </summary>
    public static string New()
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        uint first = BitConverter.ToUInt32(random) & 0x7FFF_FFFF;
        uint second = BitConverter.ToUInt32(random[4..]) & 0x7FFF_FFFF;
        return string.Create(CultureInfo.InvariantCulture, $"{first}.{second}");
    }

    /// <summary>
    /// Whether a text has the form of a socket id. To be checked before anything is signed: a socket id with more in it could
    /// turn one kind of signature into another.
    /// </summary>
    /// <param name="text">The text, of any length.</param>
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        int point = text.IndexOf('.');
        return text.Length <= 64 && point > 0 && point < text.Length - 1
            && !text[..point].ContainsAnyExceptInRange('0', '9')
            && !text[(point + 1)..].ContainsAnyExceptInRange('0', '9');
    }
}
