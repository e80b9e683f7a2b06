// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher;

/// <summary>Makes text that a client sent fit to be shown in an error.</summary>
internal static class UntrustedText
{
    /// <summary>The text with control characters replaced, cut off after <paramref name="maxLength"/> characters.</summary>
    public static string Show(ReadOnlySpan<char> text, int maxLength = 200)
    {
        string cut = text.Length > maxLength ? $"{text[..maxLength]}..." : text.ToString();
        return string.Create(cut.Length, cut, static (target, source) =>
        {
            for (int i = 0; i < source.Length; i++)
            {
                target[i] = char.IsControl(source[i]) || char.IsSurrogate(source[i]) ? '?' : source[i];
            }
        });
    }
}
