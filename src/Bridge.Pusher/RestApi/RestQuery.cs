// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;

namespace Bridge.Pusher.RestApi;

/// <summary>The query string of a REST request, as its signature sees it.</summary>
internal sealed class RestQuery
{
    /// <summary>More parameters than any request has: a hundred channels and the rest.</summary>
    private const int MaxParameters = 256;

    private const string SignatureKey = "auth_signature";

    // Sorted by key, equal keys in the order they came in. Keys are decoded and in lower case, values still as they came.
    private readonly List<KeyValuePair<string, string>> _parameters = [];
    private readonly bool _hasArrays;
    private readonly bool _hasEscapes;

    private RestQuery(string query)
    {
        foreach (Range range in query.AsSpan().Split('&'))
        {
            ReadOnlySpan<char> parameter = query.AsSpan(range);
            if (parameter.IsEmpty)
            {
                continue;
            }

            int equals = parameter.IndexOf('=');
            string key = Uri.UnescapeDataString(equals < 0 ? parameter : parameter[..equals]).ToLowerInvariant();
            string value = equals < 0 ? "" : parameter[(equals + 1)..].ToString();
            _hasArrays |= key.Contains('[', StringComparison.Ordinal);
            _hasEscapes |= value.AsSpan().ContainsAny('%', '+');
            Insert(key, value);
        }
    }

    /// <summary>The forms in which a library may have signed these parameters, the likeliest first.</summary>
    public ReadOnlySpan<QueryForm> Forms => (_hasArrays, _hasEscapes) switch
    {
        (true, _) => [QueryForm.Decoded, QueryForm.PlusIsSpace, QueryForm.ArraysJoined, QueryForm.Raw],
        (_, true) => [QueryForm.Decoded, QueryForm.PlusIsSpace, QueryForm.Raw],
        _ => [QueryForm.Raw],
    };

    /// <summary>Reads a query string, which may start with its question mark; null when it has too many parameters.</summary>
    public static RestQuery? Parse(string? query)
    {
        string text = query?.TrimStart('?') ?? "";
        return text.AsSpan().Count('&') < MaxParameters ? new RestQuery(text) : null;
    }

    /// <summary>The decoded value of a parameter, or null when it is not there.</summary>
    public string? Find(string key)
    {
        foreach (KeyValuePair<string, string> parameter in _parameters)
        {
            if (parameter.Key == key)
            {
                return Uri.UnescapeDataString(parameter.Value);
            }
        }

        return null;
    }

    /// <summary>What the signature is made over: every parameter but the signature itself.</summary>
    public string Canonical(QueryForm form)
    {
        var text = new StringBuilder();
        string? array = null;
        foreach ((string key, string raw) in _parameters)
        {
            if (key == SignatureKey)
            {
                continue;
            }

            string value = Decode(raw, form);
            string name = form == QueryForm.ArraysJoined ? key.Split('[')[0] : key;
            bool isNextOfArray = name == array;
            array = name.Length < key.Length ? name : null;
            text.Append(isNextOfArray ? "," : text.Length == 0 ? "" : "&");
            if (!isNextOfArray)
            {
                text.Append(name).Append('=');
            }

            text.Append(value);
        }

        return text.ToString();
    }

    private static string Decode(string value, QueryForm form) => form switch
    {
        QueryForm.Raw => value,
        QueryForm.Decoded => Uri.UnescapeDataString(value),
        _ => Uri.UnescapeDataString(value.Replace('+', ' ')),
    };

    private void Insert(string key, string value)
    {
        int index = _parameters.Count;
        while (index > 0 && string.CompareOrdinal(_parameters[index - 1].Key, key) > 0)
        {
            index--;
        }

        _parameters.Insert(index, new KeyValuePair<string, string>(key, value));
    }
}
