// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>The fields of a form, of a JSON object or, for JSONP, of the query string.</summary>
internal sealed class AuthFields(IEnumerable<KeyValuePair<string, StringValues>> fields)
{
    /// <summary>The value of a field that is there once; null when it is missing or there several times.</summary>
    public string? Single(string name) =>
        fields.Where(field => field.Key == name).Take(2).ToArray() is [{ Value: { Count: 1 } value }] ? value[0] : null;

    /// <summary>The values of the fields <c>name[0]</c>, <c>name[1]</c> and so on, each one once, in the order they came; a JSON array is the same.</summary>
    public string[] Several(string name) =>
    [
        .. fields
            .Where(field => field.Key.StartsWith(name + "[", StringComparison.Ordinal))
            .SelectMany(field => field.Value.OfType<string>())
            .Distinct(StringComparer.Ordinal),
    ];
}
