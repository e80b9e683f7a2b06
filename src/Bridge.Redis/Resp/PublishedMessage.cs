// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Redis.Resp;

/// <summary>
/// A message of a subscribed channel, in the buffer that it came in: most of what a subscription receives, read without a copy.
/// </summary>
internal readonly ref struct PublishedMessage
{
    private PublishedMessage(ReadOnlySequence<byte> channel, ReadOnlySequence<byte> payload)
    {
        Channel = channel;
        Payload = payload;
    }

    private static ReadOnlySpan<byte> Start3 => ">3\r\n$7\r\nmessage\r\n$"u8;

    private static ReadOnlySpan<byte> Start2 => "*3\r\n$7\r\nmessage\r\n$"u8;

    public ReadOnlySequence<byte> Channel { get; }

    public ReadOnlySequence<byte> Payload { get; }

    /// <summary>Whether the input begins like a message; anything else is for <see cref="RespParser"/>.</summary>
    public static bool IsNext(ref SequenceReader<byte> reader) => reader.IsNext(Start3) || reader.IsNext(Start2);

    /// <summary>Reads a message that <see cref="IsNext"/> has seen.</summary>
    /// <returns>False when more input is needed.</returns>
    public static bool TryRead(ref SequenceReader<byte> reader, RespLimits limits, out PublishedMessage message)
    {
        message = default;
        reader.Advance(Start3.Length - 1);
        if (!TryReadBulk(ref reader, limits, out ReadOnlySequence<byte> channel)
            || !TryReadBulk(ref reader, limits, out ReadOnlySequence<byte> payload))
        {
            return false;
        }

        message = new PublishedMessage(channel, payload);
        return true;
    }

    private static bool TryReadBulk(ref SequenceReader<byte> reader, RespLimits limits, out ReadOnlySequence<byte> bytes)
    {
        bytes = default;
        if (!RespParser.TryReadLine(ref reader, limits, out ReadOnlySpan<byte> line))
        {
            return false;
        }

        if (line is not [(byte)'$', ..] || RespParser.ParseLength(line[1..], limits.BulkBytes) is not (>= 0 and var length))
        {
            throw new RespProtocolException("a message without a text where one belongs");
        }

        if (reader.Remaining < length + 2)
        {
            return false;
        }

        reader.TryReadExact(length, out bytes);
        RespParser.ExpectLineEnd(ref reader);
        return true;
    }
}
