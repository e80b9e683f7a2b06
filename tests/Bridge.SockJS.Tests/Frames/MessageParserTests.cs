// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.SockJS.Frames;

namespace Bridge.SockJS.Tests.Frames;

public sealed class MessageParserTests
{
    [Theory]
    [InlineData("\\b\\f\\n\\r\\t\\\"\\\\\\/", "\b\f\n\r\t\"\\/")]
    [InlineData("\\u0041\\u00e9\\u20AC", "A\u00e9\u20ac")]
    [InlineData("\\ud83d\\ude00", "\ud83d\ude00")]
    [InlineData("\\ud83d", "\ufffd")]
    [InlineData("\\ude00x", "\ufffdx")]
    [InlineData("\\ud83d\\u0041", "\ufffdA")]
    [InlineData("\\ud83d\\ud83d\\ude00", "\ufffd\ud83d\ude00")]
    public void Parse_Escapes_AreDecoded(string json, string expected)
    {
        Assert.Equal(MessageSyntax.Valid, Parse($"[\"{json}\"]", out List<byte[]> messages));
        Assert.Equal(expected, Encoding.UTF8.GetString(Assert.Single(messages)));
    }

    [Fact]
    public void Parse_BareString_IsAMessageWhereAllowed()
    {
        Assert.Equal(MessageSyntax.NotStrings, Parse("\"x\"", out _));
        Assert.Equal(MessageSyntax.Valid, MessageParser.Parse("\"x\""u8, allowBareString: true, out List<byte[]> messages));
        Assert.Equal("x"u8.ToArray(), Assert.Single(messages));
    }

    [Fact]
    public void Parse_BrokenUtf8_IsNoJson() =>
        Assert.Equal(MessageSyntax.NotJson, MessageParser.Parse([(byte)'[', (byte)'"', 0xFF, (byte)'"', (byte)']'], false, out _));

    [Fact]
    public void Parse_VeryDeep_IsNoJson() => Assert.Equal(MessageSyntax.NotJson, Parse(new string('[', 100_000), out _));

    private static MessageSyntax Parse(string json, out List<byte[]> messages) =>
        MessageParser.Parse(Encoding.UTF8.GetBytes(json), allowBareString: false, out messages);
}
