// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Text;
using System.Net;
using System.Text;

namespace Bridge.LoadTest.Clients;

/// <summary>A connection that asks one request after the other; responses are chunked or tell their length.</summary>
internal abstract class HttpConnection(EventLoop loop, IPEndPoint endPoint) : LoopSocket(loop, endPoint)
{
    private bool _isInChunks;

    protected void Post(string path, string body) => Send(Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: {EndPoint}\r\nContent-Type: text/plain\r\nContent-Length: {body.Length}\r\n\r\n{body}"));

    /// <summary>A chunk of a response, or all of a body whose length the head tells.</summary>
    protected abstract void OnChunk(ReadOnlySpan<byte> chunk);

    /// <summary>The response is complete.</summary>
    protected abstract void OnResponseEnd();

    protected override int Consume(ReadOnlySpan<byte> input)
    {
        var rest = input;
        while (IsOpen && (_isInChunks ? TryTakeChunk(ref rest) : TryTakeResponse(ref rest)))
        {
        }

        return input.Length - rest.Length;
    }

    // Takes the head, and a body whose length it tells: those are short.
    private bool TryTakeResponse(ref ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = input[..(end + 4)];
        if (!head.StartsWith("HTTP/1.1 20"u8))
        {
            End($"the server answered {Encoding.ASCII.GetString(head[..head.IndexOf((byte)'\r')])}");
            return false;
        }

        _isInChunks = head.IndexOf(": chunked\r\n"u8) >= 0;
        if (_isInChunks)
        {
            input = input[head.Length..];
            return true;
        }

        var length = LengthOf(head);
        if (input.Length < head.Length + length)
        {
            return false;
        }

        var body = input.Slice(head.Length, length);
        input = input[(head.Length + length)..];
        if (length > 0)
        {
            OnChunk(body);
        }

        OnResponseEnd();
        return true;
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "ontent-Length: "u8;
        var start = head.IndexOf(name);
        return start >= 0 && Utf8Parser.TryParse(head[(start + name.Length)..], out int length, out _) ? length : 0;
    }

    private bool TryTakeChunk(ref ReadOnlySpan<byte> input)
    {
        var end = input.IndexOf("\r\n"u8);
        if (end < 0 || !Utf8Parser.TryParse(input, out int length, out _, 'x') || input.Length < end + length + 4)
        {
            return false;
        }

        var chunk = input.Slice(end + 2, length);
        input = input[(end + length + 4)..];
        if (length > 0)
        {
            OnChunk(chunk);
        }
        else
        {
            _isInChunks = false;
            OnResponseEnd();
        }

        return true;
    }
}
