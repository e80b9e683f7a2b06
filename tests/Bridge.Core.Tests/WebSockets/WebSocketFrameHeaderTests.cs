// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets;

public sealed class WebSocketFrameHeaderTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void TryRead_EachLengthForm_TakesTheHeaderOnceItIsWhole(int length)
    {
        byte[] frame = ClientFrame.Of(WebSocketFrame.Text, new byte[length], isFinal: false);
        int headerLength = frame.Length - length;
        for (int available = 0; available < headerLength; available++)
        {
            var part = new ReadOnlySequence<byte>(frame, 0, available);
            Assert.False(WebSocketFrameHeader.TryRead(ref part, out _));
            Assert.Equal(available, part.Length);
        }

        var whole = new ReadOnlySequence<byte>(frame);
        Assert.True(WebSocketFrameHeader.TryRead(ref whole, out WebSocketFrameHeader header));
        Assert.Equal(length, whole.Length);
        Assert.Equal(length, header.Length);
        Assert.Equal(WebSocketFrame.Text, header.Opcode);
        Assert.False(header.IsFinal);
        Assert.False(header.IsControl);
    }

    [Fact]
    public void Unmask_PayloadInAnyTwoParts_GivesThePayload()
    {
        byte[] payload = [.. Enumerable.Range(0, 41).Select(i => (byte)(i * 7))];
        byte[] frame = ClientFrame.Of(WebSocketFrame.Text, payload);
        var bytes = new ReadOnlySequence<byte>(frame);
        Assert.True(WebSocketFrameHeader.TryRead(ref bytes, out WebSocketFrameHeader header));
        byte[] masked = bytes.ToArray();

        for (int cut = 0; cut <= masked.Length; cut++)
        {
            byte[] unmasked = new byte[masked.Length];
            header.Unmask(masked.AsSpan(0, cut), unmasked, 0);
            header.Unmask(masked.AsSpan(cut), unmasked.AsSpan(cut), cut);
            Assert.Equal(payload, unmasked);
        }
    }

    [Fact]
    public void TryRead_RandomBytes_FailsOnlyAsABreachOfTheProtocol()
    {
        var random = new Random(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = new byte[random.Next(20)];
            random.NextBytes(bytes);
            var input = new ReadOnlySequence<byte>(bytes);
            try
            {
                if (WebSocketFrameHeader.TryRead(ref input, out WebSocketFrameHeader header))
                {
                    Assert.True(header.Length >= 0 && input.Length < bytes.Length);
                }
            }
            catch (WebSocketProtocolException e)
            {
                Assert.Equal(1002, e.Code);
            }
        }
    }
}
