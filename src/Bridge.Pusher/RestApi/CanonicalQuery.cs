// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Pusher.RestApi;

/// <summary>
/// The parameters of a request in the order in which its signature sees them. For plain parameters no garbage is made; keys and
/// values with escapes cost a text each.
/// </summary>
internal ref struct CanonicalQuery : IDisposable
{
    private const string SignatureKey = "auth_signature";

    private static readonly SearchValues<char> NotPlain = SearchValues.Create("%ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private static readonly QueryForm[] PlainForms = [QueryForm.Raw];
    private static readonly QueryForm[] EscapedForms = [QueryForm.Decoded, QueryForm.PlusIsSpace, QueryForm.Raw];
    private static readonly QueryForm[] ArrayForms = [QueryForm.Decoded, QueryForm.PlusIsSpace, QueryForm.ArraysJoined, QueryForm.Raw];

    private readonly ReadOnlySpan<char> _query;
    private readonly Parameter[] _parameters;
    private int _count;
    private bool _hasArrays;
    private bool _hasEscapes;

    /// <summary>Takes a query string apart.</summary>
    /// <param name="query">The parameters, without a question mark.</param>
    public CanonicalQuery(ReadOnlySpan<char> query)
    {
        _query = query;
        _parameters = ArrayPool<Parameter>.Shared.Rent(query.Count('&') + 1);
        foreach (Range range in query.Split('&'))
        {
            (int start, int length) = range.GetOffsetAndLength(query.Length);
            if (length > 0)
            {
                Add(start, length);
            }
        }
    }

    /// <summary>The forms in which a library may have signed these parameters, the likeliest first.</summary>
    public readonly ReadOnlySpan<QueryForm> Forms => _hasArrays ? ArrayForms : _hasEscapes ? EscapedForms : PlainForms;

    /// <summary>Writes what the signature is made over: every parameter but the signature itself.</summary>
    /// <param name="form">How the values were signed.</param>
    /// <param name="target">At least as long as the query string.</param>
    /// <returns>The length of the text.</returns>
    public readonly int Write(QueryForm form, Span<char> target)
    {
        int end = 0;
        ReadOnlySpan<char> array = [];
        foreach (ref readonly Parameter parameter in _parameters.AsSpan(0, _count))
        {
            ReadOnlySpan<char> key = KeyOf(parameter);
            if (key is SignatureKey)
            {
                continue;
            }

            ReadOnlySpan<char> name = form == QueryForm.ArraysJoined && key.IndexOf('[') is > 0 and var bracket ? key[..bracket] : key;
            bool isEntry = name.Length < key.Length;
            if (isEntry && name.SequenceEqual(array))
            {
                target[end++] = ',';
            }
            else
            {
                if (end > 0)
                {
                    target[end++] = '&';
                }

                name.CopyTo(target[end..]);
                end += name.Length;
                target[end++] = '=';
            }

            array = isEntry ? name : [];
            end += WriteValue(_query.Slice(parameter.ValueStart, parameter.ValueLength), form, target[end..]);
        }

        return end;
    }

    public readonly void Dispose() => ArrayPool<Parameter>.Shared.Return(_parameters, clearArray: true);

    private static int WriteValue(ReadOnlySpan<char> value, QueryForm form, Span<char> target)
    {
        if (form == QueryForm.Raw || !value.ContainsAny('%', '+'))
        {
            value.CopyTo(target);
            return value.Length;
        }

        string text = value.ToString();
        string decoded = Uri.UnescapeDataString(form == QueryForm.Decoded ? text : text.Replace('+', ' '));
        decoded.CopyTo(target);
        return decoded.Length;
    }

    private readonly ReadOnlySpan<char> KeyOf(Parameter parameter) =>
        parameter.DecodedKey ?? _query.Slice(parameter.KeyStart, parameter.KeyLength);

    private void Add(int start, int length)
    {
        ReadOnlySpan<char> text = _query.Slice(start, length);
        int equals = text.IndexOf('=');
        ReadOnlySpan<char> key = equals < 0 ? text : text[..equals];
        var parameter = new Parameter(
            key.ContainsAny(NotPlain) ? Uri.UnescapeDataString(key).ToLowerInvariant() : null,
            start,
            key.Length,
            Math.Min(start + key.Length + 1, start + length),
            equals < 0 ? 0 : length - equals - 1);
        key = KeyOf(parameter);
        _hasArrays |= key.Contains('[');
        _hasEscapes |= _query.Slice(parameter.ValueStart, parameter.ValueLength).ContainsAny('%', '+');

        // Equal keys stay in the order they came in.
        int index = _count++;
        while (index > 0 && KeyOf(_parameters[index - 1]).SequenceCompareTo(key) > 0)
        {
            _parameters[index] = _parameters[index - 1];
            index--;
        }

        _parameters[index] = parameter;
    }

    // Where a parameter stands in the query string. DecodedKey is null when the key stands there decoded and in lower case.
    private readonly record struct Parameter(string? DecodedKey, int KeyStart, int KeyLength, int ValueStart, int ValueLength);
}
