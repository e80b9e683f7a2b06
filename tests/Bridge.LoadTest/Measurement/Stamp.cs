// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Text;
using System.Globalization;

namespace Bridge.LoadTest.Measurement;

/// <summary>
/// The start of every payload: <c>@T</c> and 20 digits, the nanosecond at which the message was sent or due. It is found in
/// whatever arrives, however the server frames or joins messages.
/// </summary>
internal static class Stamp
{
    public const int Length = 22;

    private const int Digits = Length - 2;

    private static ReadOnlySpan<byte> Marker => "@T"u8;

    /// <summary>A payload of that many characters that carries the time.</summary>
    public static string CreatePayload(long nanoseconds, int length) =>
        string.Create(CultureInfo.InvariantCulture, $"@T{nanoseconds:D20}").PadRight(length, 'x');

    /// <summary>Moves the input behind the next stamp and reads it; false when there is none.</summary>
    public static bool TryReadNext(ref ReadOnlySpan<byte> input, out long nanoseconds)
    {
        while (input.IndexOf(Marker) is var start and >= 0 && input.Length - start >= Length)
        {
            var digits = input.Slice(start + Marker.Length, Digits);
            input = input[(start + Length)..];
            if (Utf8Parser.TryParse(digits, out nanoseconds, out var consumed) && consumed == Digits)
            {
                return true;
            }
        }

        nanoseconds = 0;
        return false;
    }
}
