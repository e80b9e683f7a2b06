// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Core.Delivery;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets;

public sealed class WebSocketFrameTests
{
    [Theory]
    [InlineData(0, new byte[] { 0x81, 0 })]
    [InlineData(125, new byte[] { 0x81, 125 })]
    [InlineData(126, new byte[] { 0x81, 126, 0, 126 })]
    [InlineData(65_535, new byte[] { 0x81, 126, 0xFF, 0xFF })]
    [InlineData(65_536, new byte[] { 0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0 })]
    public void Text_EachLengthForm_HasTheShortestHeader(int length, byte[] header)
    {
        byte[] payload = new byte[length];
        Array.Fill(payload, (byte)'x');

        OutboundMessage message = OutboundMessage.Text(payload);

        Assert.Equal(header, message.Frame[..^length].ToArray());
        Assert.True(message.Payload.Span.SequenceEqual(payload));
        Assert.True(message.Frame.Span[header.Length..].SequenceEqual(payload));
    }

    [Fact]
    public void Text_Encoder_WritesThePayload()
    {
        OutboundMessage message = OutboundMessage.Text(
            "grüß", static (text, output) => output.Write(Encoding.UTF8.GetBytes(text)), isControl: true);

        Assert.Equal("grüß", Encoding.UTF8.GetString(message.Payload.Span));
        Assert.True(message.IsControl);
    }

    [Fact]
    public void CloseFrame_CodeAndReason_AreWritten()
    {
        ServerFrame frame = Assert.Single(ServerFrame.In(WebSocketFrame.CloseFrame(4009, "Not allowed.")));

        Assert.Equal(WebSocketFrame.Close, frame.Opcode);
        Assert.Equal(4009, frame.CloseCode);
        Assert.Equal("Not allowed.", frame.CloseReason);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("a", "")]
    [InlineData("é", "")]
    [InlineData("€", "")]
    [InlineData("😀", "")]
    [InlineData("😀", "x")]
    [InlineData("😀", "xx")]
    [InlineData("😀", "xxx")]
    [InlineData("€", "x")]
    [InlineData("é", "x")]
    public void CloseFrame_LongReason_IsCutAtACharacter(string unit, string prefix)
    {
        string reason = prefix + string.Concat(Enumerable.Repeat(unit, 200));

        byte[] bytes = WebSocketFrame.CloseFrame(4000, reason);

        Assert.True(bytes.Length <= 2 + WebSocketFrame.MaxControlPayload);
        byte[] text = bytes[4..];
        string cut = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text);
        Assert.StartsWith(cut, reason, StringComparison.Ordinal);

        // As much as fits: one more character would not.
        Assert.True(cut == reason || text.Length + Encoding.UTF8.GetByteCount(unit) > WebSocketFrame.MaxControlPayload - 2);
    }

    [Fact]
    public void CloseFrame_HalfASurrogatePair_IsStillValidUtf8()
    {
        byte[] bytes = WebSocketFrame.CloseFrame(4000, "x\uD83D");

        Assert.Equal("x\uFFFD", new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.AsSpan(4)));
    }

    [Fact]
    public void PingFrame_Number_IsItsPayload() =>
        Assert.Equal([0x89, 8, 1, 2, 3, 4, 5, 6, 7, 8], WebSocketFrame.PingFrame(0x0102030405060708));
}
