// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text;

namespace Bridge.Redis.Resp;

/// <summary>A value of the Redis protocol.</summary>
internal readonly struct RespValue
{
    private readonly object? _content;
    private readonly long _integer;

    private RespValue(RespKind kind, object? content, long integer)
    {
        Kind = kind;
        _content = content;
        _integer = integer;
    }

    public RespKind Kind { get; }

    public bool IsNull => Kind == RespKind.Null;

    public bool IsError => Kind == RespKind.Error;

    /// <summary>The items of an array or push; none for other kinds.</summary>
    public RespValue[] Items => _content as RespValue[] ?? [];

    /// <summary>The bytes of a text or error; none for other kinds.</summary>
    public ReadOnlyMemory<byte> Bytes => _content as byte[] ?? [];

    public static RespValue Text(byte[] bytes) => new(RespKind.Text, bytes, 0);

    public static RespValue Integer(long value) => new(RespKind.Integer, null, value);

    public static RespValue Error(byte[] text) => new(RespKind.Error, text, 0);

    public static RespValue Array(RespValue[] items) => new(RespKind.Array, items, 0);

    public static RespValue Push(RespValue[] items) => new(RespKind.Push, items, 0);

    /// <summary>The number, written as a number or as text.</summary>
    /// <exception cref="RespProtocolException">The value is something else.</exception>
    public long AsInteger()
    {
        if (Kind == RespKind.Integer)
        {
            return _integer;
        }

        return Kind == RespKind.Text && long.TryParse(Bytes.Span, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new RespProtocolException($"a number was expected, but a value of kind {Kind} came");
    }

    /// <summary>Whether this is a text with these bytes.</summary>
    public bool IsText(ReadOnlySpan<byte> text) => Kind == RespKind.Text && Bytes.Span.SequenceEqual(text);

    public override string ToString() => Kind switch
    {
        RespKind.Integer => _integer.ToString(CultureInfo.InvariantCulture),
        RespKind.Text or RespKind.Error => Encoding.UTF8.GetString(Bytes.Span),
        _ => Kind.ToString(),
    };
}
