// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>The head of an answer.</summary>
internal sealed record WireHead(string StatusLine, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    public int Status => int.Parse(StatusLine.Split(' ')[1], CultureInfo.InvariantCulture);

    public bool HasNoBody => Status is 101 or 204 or 304;

    /// <summary>The value of a header; null without it.</summary>
    public string? this[string name]
    {
        get
        {
            string[] values = [.. Headers.Where(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value)];
            return values.Length == 0 ? null : string.Join(", ", values);
        }
    }
}
