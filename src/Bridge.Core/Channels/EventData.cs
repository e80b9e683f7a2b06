// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Core.Channels;

/// <summary>
/// The data of a channel event in the two forms that clients know: a JSON string (Pusher) and a JSON value (SignalR).
/// Each form is made at most once, when the first client needs it.
/// </summary>
/// <remarks>
/// Text that was published as a string reaches Pusher clients exactly as it was, and native clients as the value that it
/// holds when it is JSON, as itself when it is not: both sides then see what <c>JSON.parse</c> would give.
/// Safe for concurrent readers.
/// </remarks>
public sealed class EventData
{
    private byte[]? _stringToken;
    private byte[]? _json;

    /// <summary>Whether the string that Pusher clients get holds the JSON value that native clients get, and is not that value itself.</summary>
    internal bool IsTextOfJson
    {
        get
        {
            ReadOnlyMemory<byte> json = Json;
            return !json.Equals(_stringToken);
        }
    }

    private EventData(byte[]? stringToken, byte[]? json)
    {
        _stringToken = stringToken;
        _json = json;
    }

    /// <summary>The data <c>{}</c>.</summary>
    public static EventData EmptyObject { get; } = FromJson("{}"u8);

    /// <summary>The JSON string that Pusher clients get, quotes and escapes included, in UTF-8.</summary>
    public ReadOnlyMemory<byte> StringToken => _stringToken ??= Quote(_json);

    /// <summary>The JSON value that native clients get, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json => _json ??= Unquote(_stringToken!);

    /// <summary>Data that was published as a string.</summary>
    /// <param name="text">The string, of any content.</param>
    public static EventData FromText(string text) =>
        new(JsonSerializer.SerializeToUtf8Bytes(text, RelaxedJson.Options), null);

    /// <summary>Data that was published as a string and is still in its JSON form.</summary>
    /// <param name="token">A well-formed JSON string in UTF-8, quotes included; it is copied.</param>
    public static EventData FromStringToken(ReadOnlySpan<byte> token) => new(token.ToArray(), null);

    /// <summary>Data that is a JSON value. A string stays that string for every client.</summary>
    /// <param name="json">A well-formed JSON value in UTF-8; it is copied.</param>
    public static EventData FromJson(ReadOnlySpan<byte> json)
    {
        byte[] value = json.Trim(" \t\r\n"u8).ToArray();
        return new EventData(value.Length > 0 && value[0] == (byte)'"' ? value : null, value);
    }

    /// <summary>Data that was published as a string that holds JSON.</summary>
    /// <param name="json">The content of the string, well-formed JSON in UTF-8; it is copied.</param>
    internal static EventData FromTextOfJson(ReadOnlySpan<byte> json) => new(null, json.ToArray());

    /// <summary>Whether the text form has more bytes of UTF-8 than that, escapes resolved.</summary>
    /// <param name="maxBytes">The most bytes.</param>
    public bool IsLargerThan(int maxBytes)
    {
        if (_json is not null && _stringToken is null)
        {
            return _json.Length > maxBytes;
        }

        ReadOnlySpan<byte> token = StringToken.Span;
        if (token.Length - 2 <= maxBytes)
        {
            return false;
        }

        // Escapes make the token longer than the text: only a long one is worth the count.
        var reader = new Utf8JsonReader(token);
        reader.Read();
        byte[] text = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            return reader.CopyString(text) > maxBytes;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }

    private static byte[] Quote(ReadOnlySpan<byte> json)
    {
        // A JSON text is mostly quotes and letters: a third more room is enough except for odd content.
        byte[] buffer = ArrayPool<byte>.Shared.Rent((json.Length * 6) + 2);
        buffer[0] = (byte)'"';
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(json, buffer.AsSpan(1), out _, out int written);
        buffer[written + 1] = (byte)'"';
        byte[] token = buffer.AsSpan(0, written + 2).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return token;
    }

    private static byte[] Unquote(byte[] token)
    {
        var outer = new Utf8JsonReader(token);
        outer.Read();
        byte[] text = ArrayPool<byte>.Shared.Rent(token.Length);
        try
        {
            int length = outer.CopyString(text);
            ReadOnlySpan<byte> json = text.AsSpan(0, length);
            return RelaxedJson.IsValue(json) ? json.ToArray() : token;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in an escape has no UTF-8 form: such text is not JSON, and goes on as the string it is.
            return token;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
