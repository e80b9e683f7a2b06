// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Frames;

namespace Bridge.SockJS;

/// <summary>
/// A message in the form in which sessions send it, made once for all sessions that get it:
/// <see cref="ISockJSFeature.SendAsync"/> takes it without encoding or copying it again.
/// </summary>
public readonly struct SockJSMessage
{
    private SockJSMessage(ReadOnlyMemory<byte> literal) => Literal = literal;

    /// <summary>The message as a JSON string with its quotes, in UTF-8, escaped as SockJS clients need it.</summary>
    public ReadOnlyMemory<byte> Literal { get; }

    /// <summary>Makes a message of a text.</summary>
    /// <param name="utf8">The text; it is copied. Bytes that are no UTF-8 become U+FFFD.</param>
    public static SockJSMessage FromText(ReadOnlySpan<byte> utf8)
    {
        using PooledWriter output = new();
        JsonText.Write(output, utf8);
        return new SockJSMessage(output.Written.ToArray());
    }

    /// <summary>Makes a message of a form that was kept.</summary>
    /// <param name="literal">What <see cref="Literal"/> gave. It is neither copied nor checked: anything else breaks the frames of the clients.</param>
    public static SockJSMessage FromLiteral(ReadOnlyMemory<byte> literal) => new(literal);
}
