// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.RestApi;

/// <summary>The query string of a REST request as it came. Finding a plain value in it makes no garbage.</summary>
internal readonly struct RestQuery
{
    /// <summary>More parameters than any request has: a hundred channels and the rest.</summary>
    private const int MaxParameters = 256;

    private readonly string? _text;

    private RestQuery(string text) => _text = text;

    /// <summary>The parameters, without the question mark.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan().TrimStart('?');

    /// <summary>Whether there are parameters that do not belong to the authentication.</summary>
    public bool HasOwnParameters
    {
        get
        {
            foreach (Range range in Text.Split('&'))
            {
                ReadOnlySpan<char> parameter = Text[range];
                if (!parameter.IsEmpty && !parameter.StartsWith("auth_") && !parameter.StartsWith("body_md5="))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Takes a query string, which may start with its question mark; false when it has too many parameters.</summary>
    public static bool TryParse(string? text, out RestQuery query)
    {
        query = new RestQuery(text ?? "");
        return text.AsSpan().Count('&') < MaxParameters;
    }

    /// <summary>Finds the first parameter with this key, whatever its case, and decodes the value.</summary>
    public bool TryFind(string key, out ReadOnlySpan<char> value)
    {
        foreach (Range range in Text.Split('&'))
        {
            ReadOnlySpan<char> parameter = Text[range];
            int equals = parameter.IndexOf('=');
            if (Decode(equals < 0 ? parameter : parameter[..equals]).Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                value = equals < 0 ? [] : Decode(parameter[(equals + 1)..]);
                return true;
            }
        }

        value = [];
        return false;
    }

    private static ReadOnlySpan<char> Decode(ReadOnlySpan<char> text) =>
        text.Contains('%') ? Uri.UnescapeDataString(text) : text;
}
