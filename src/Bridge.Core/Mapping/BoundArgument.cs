// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Core.Mapping;

/// <summary>The value of one parameter: a text or a JSON value.</summary>
internal readonly struct BoundArgument
{
    private readonly string? _text;
    private readonly ReadOnlyMemory<byte> _json;

    public BoundArgument(string text) => _text = text;

    public BoundArgument(ReadOnlyMemory<byte> json) => _json = json;

    public void Write(Utf8JsonWriter writer)
    {
        if (_text is not null)
        {
            writer.WriteStringValue(_text);
        }
        else
        {
            writer.WriteRawValue(_json.Span, skipInputValidation: true);
        }
    }
}
