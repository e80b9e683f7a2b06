// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Resp;

/// <summary>A PUBLISH whose payload writes itself into the command.</summary>
/// <typeparam name="TPayload">The payload.</typeparam>
/// <param name="channel">The Redis channel.</param>
/// <param name="payload">The payload.</param>
internal readonly struct PublishCommand<TPayload>(byte[] channel, TPayload payload) : IRespCommand
    where TPayload : IRespPayload
{
    private readonly int _payloadLength = payload.Length;

    private static ReadOnlySpan<byte> Start => "*3\r\n$7\r\nPUBLISH\r\n"u8;

    public int Length => Start.Length + RespWriter.BulkLength(channel.Length) + RespWriter.BulkLength(_payloadLength);

    public void Write(Span<byte> destination)
    {
        Start.CopyTo(destination);
        destination = destination[Start.Length..];
        destination = destination[RespWriter.WriteBulk(destination, channel)..];
        destination = destination[RespWriter.WriteHeader(destination, (byte)'$', _payloadLength)..];
        payload.Write(destination[.._payloadLength]);
        "\r\n"u8.CopyTo(destination[_payloadLength..]);
    }
}
