// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Text;

namespace Bridge.LoadTest.Requests;

/// <summary>Counts the HTTP/1.1 answers in a stream of bytes. Each must tell its length and have the status 200.</summary>
internal sealed class AnswerReader
{
    private readonly byte[] _buffer = new byte[4096];
    private int _filled;

    /// <summary>Takes bytes in and returns how many answers end in them.</summary>
    /// <exception cref="LoadTestException">An answer is not a good one.</exception>
    public int Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _buffer.Length - _filled)
        {
            throw new LoadTestException("An answer is longer than any that is expected.");
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
        var answers = 0;
        while (TryTake(_buffer.AsSpan(0, _filled)))
        {
            answers++;
        }

        return answers;
    }

    private bool TryTake(ReadOnlySpan<byte> received)
    {
        var end = received.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var head = received[..(end + 2)];
        if (!head.StartsWith("HTTP/1.1 200 "u8))
        {
            throw new LoadTestException($"The server answers: {System.Text.Encoding.UTF8.GetString(received)}");
        }

        var length = end + 4 + LengthOf(head);
        if (length > received.Length)
        {
            return false;
        }

        received[length..].CopyTo(_buffer);
        _filled -= length;
        return true;
    }

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var start = head.IndexOf(name);
        return start >= 0 && Utf8Parser.TryParse(head[(start + name.Length)..], out int length, out _)
            ? length
            : throw new LoadTestException("An answer does not tell its length.");
    }
}
