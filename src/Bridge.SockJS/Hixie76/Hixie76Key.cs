// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Hixie76;

/// <summary>One of the two keys of a handshake: a number hidden among other characters.</summary>
internal static class Hixie76Key
{
    /// <summary>The number: the digits of the key divided by its count of spaces.</summary>
    /// <param name="key">The key.</param>
    /// <param name="number">The number.</param>
    /// <returns>Whether the key hides one.</returns>
    public static bool TryParse(ReadOnlySpan<char> key, out uint number)
    {
        ulong digits = 0;
        uint spaces = 0;
        number = 0;
        foreach (char character in key)
        {
            if (character == ' ')
            {
                spaces++;
            }
            else if (char.IsAsciiDigit(character))
            {
                digits = (digits * 10) + (uint)(character - '0');
                if (digits > uint.MaxValue)
                {
                    return false;
                }
            }
        }

        if (spaces == 0 || digits % spaces != 0)
        {
            return false;
        }

        number = (uint)digits / spaces;
        return true;
    }
}
