// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Clients;

namespace Bridge.LoadTest.Tests.Clients;

public sealed class WebSocketFrameTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(125, 2)]
    [InlineData(126, 4)]
    [InlineData(65_535, 4)]
    [InlineData(65_536, 10)]
    public void TryRead_ServerFrame_GivesPayloadAndLength(int size, int header)
    {
        var payload = CreatePayload(size);
        var frame = ToServerFrame(WebSocketOpcode.Text, payload);

        Assert.True(WebSocketFrame.TryRead([.. frame, 0x81], out var read));
        Assert.Equal(WebSocketOpcode.Text, read.Opcode);
        Assert.True(read.IsFinal);
        Assert.Equal(header + size, read.Length);
        Assert.True(read.Payload.SequenceEqual(payload));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(300)]
    [InlineData(70_000)]
    public void TryRead_CutAnywhere_WaitsForTheRest(int size)
    {
        var frame = ToServerFrame(WebSocketOpcode.Text, CreatePayload(size));

        for (var length = 0; length < Math.Min(frame.Length, 20); length++)
        {
            Assert.False(WebSocketFrame.TryRead(frame.AsSpan(0, length), out _));
        }

        Assert.False(WebSocketFrame.TryRead(frame.AsSpan(0, frame.Length - 1), out _));
    }

    [Fact]
    public void TryRead_LengthBeyondMemory_WaitsInsteadOfThrowing()
    {
        byte[] frame = [0x81, 127, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 2, 3];

        Assert.False(WebSocketFrame.TryRead(frame, out _));
    }

    [Fact]
    public void TryRead_FirstFragment_IsNotFinal()
    {
        Assert.True(WebSocketFrame.TryRead([0x01, 1, (byte)'a'], out var frame));
        Assert.False(frame.IsFinal);
        Assert.Equal(WebSocketOpcode.Text, frame.Opcode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Write_AnySize_IsMaskedAndUnmasksToThePayload(int size)
    {
        var payload = CreatePayload(size);
        var output = new byte[size + WebSocketFrame.MaxHeaderLength];

        var length = WebSocketFrame.Write(WebSocketOpcode.Text, payload, output);

        Assert.Equal(0x81, output[0]);
        Assert.Equal(0x80, output[1] & 0x80);
        var mask = output.AsSpan(length - size - 4, 4).ToArray();
        var unmasked = output[(length - size)..length].Select((b, i) => (byte)(b ^ mask[i % 4]));
        Assert.Equal(payload, unmasked);
    }

    private static byte[] CreatePayload(int size) => [.. Enumerable.Range(0, size).Select(i => (byte)i)];

    /// <summary>What a client writes, as a server would have written it: without the mask.</summary>
    private static byte[] ToServerFrame(WebSocketOpcode opcode, byte[] payload)
    {
        var output = new byte[payload.Length + WebSocketFrame.MaxHeaderLength];
        var length = WebSocketFrame.Write(opcode, payload, output);
        var header = length - payload.Length - 4;
        output[1] &= 0x7f;
        return [.. output[..header], .. payload];
    }
}
