// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Tests.Protocol;

public sealed class PusherFrameReaderTests
{
    [Fact]
    public void TryRead_WholeFrame_GivesNameChannelAndRawData()
    {
        PusherFrame frame = Read(""" { "event" : "client-x", "data" : { "a" : [1, "}"] } , "channel" : "private-a" } """);
        Assert.Equal("client-x", frame.Event);
        Assert.Equal("private-a", frame.Channel);
        Assert.Equal("""{ "a" : [1, "}"] }""", Text(frame.Data));
    }

    [Theory]
    [InlineData("pusher:ping")]
    [InlineData("pusher:pong")]
    [InlineData("pusher:subscribe")]
    [InlineData("pusher:unsubscribe")]
    [InlineData("pusher:signin")]
    [InlineData("pusher:subscribed")]
    [InlineData("")]
    [InlineData("é 😀")]
    public void TryRead_OnlyAName_HasNeitherChannelNorData(string name)
    {
        PusherFrame frame = Read($$"""{"event":"{{name}}"}""");
        Assert.Equal(name, frame.Event);
        Assert.Null(frame.Channel);
        Assert.True(frame.Data.IsEmpty);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("\"\\u0041\\n\"")]
    [InlineData("null")]
    [InlineData("true")]
    [InlineData("-1.5e9")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void TryRead_DataOfAnyType_IsASliceOfTheMessage(string data) =>
        Assert.Equal(data, Text(Read($$"""{"event":"x","data":{{data}}}""").Data));

    [Theory]
    [InlineData("null")]
    [InlineData("1")]
    [InlineData("false")]
    [InlineData("{\"channel\":\"b\"}")]
    [InlineData("[\"b\"]")]
    public void TryRead_ChannelIsNoString_IsNull(string channel)
    {
        PusherFrame frame = Read($$"""{"event":"x","channel":{{channel}},"data":1}""");
        Assert.Null(frame.Channel);
        Assert.Equal("1", Text(frame.Data));
    }

    [Fact]
    public void TryRead_EscapesInNamesAndText_AreResolved()
    {
        PusherFrame frame = Read("""{"\u0065vent":"pusher\u003Aping","chann\u0065l":"\ud83d\ude00\/","d\u0061ta":1}""");
        Assert.Equal("pusher:ping", frame.Event);
        Assert.Equal("😀/", frame.Channel);
        Assert.Equal("1", Text(frame.Data));
    }

    [Fact]
    public void TryRead_SameMemberTwice_TheLastCounts()
    {
        PusherFrame frame = Read("""{"event":"a","data":1,"channel":"a","channel":"b","event":"b","data":{"x":2}}""");
        Assert.Equal("b", frame.Event);
        Assert.Equal("b", frame.Channel);
        Assert.Equal("""{"x":2}""", Text(frame.Data));
    }

    [Fact]
    public void TryRead_SameMemberTwice_TheLastCountsEvenIfOfTheWrongType()
    {
        Assert.Null(Read("""{"event":"a","channel":"a","channel":7}""").Channel);
        Assert.True(IsMalformed("""{"event":"a","event":7}"""));
    }

    [Fact]
    public void TryRead_MembersNobodyKnows_AreSkipped()
    {
        PusherFrame frame = Read("""{"user_id":"evil","x":{"event":"no","data":[{"channel":"no"}]},"event":"yes"}""");
        Assert.Equal("yes", frame.Event);
        Assert.Null(frame.Channel);
        Assert.True(frame.Data.IsEmpty);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("null")]
    [InlineData("\"event\"")]
    [InlineData("[{\"event\":\"x\"}]")]
    [InlineData("{}")]
    [InlineData("{\"data\":1}")]
    [InlineData("{\"event\":null}")]
    [InlineData("{\"event\":1}")]
    [InlineData("{\"event\":{}}")]
    [InlineData("{\"event\":[\"x\"]}")]
    [InlineData("{\"event\":\"\\ud800\"}")]
    [InlineData("{\"event\":\"x\",\"channel\":\"\\udc00\\ud800\"}")]
    [InlineData("{\"event\":\"x\",\"\\ud800\":1}")]
    [InlineData("{\"event\":\"x\",\"\\ud800hannel\":\"a\"}")]
    [InlineData("{\"Event\":\"x\"}")]
    [InlineData("{\"event\":\"x\"")]
    [InlineData("{\"event\":\"x\"}}")]
    [InlineData("{\"event\":\"x\"}{\"event\":\"y\"}")]
    [InlineData("{\"event\":\"x\"} x")]
    [InlineData("{\"event\":\"x\",}")]
    [InlineData("{\"event\":\"x\",\"data\":}")]
    [InlineData("{\"event\":\"x\",\"data\":{\"a\"}}")]
    [InlineData("{\"event\":\"x\",\"data\":01}")]
    [InlineData("{\"event\":\"x\",\"data\":NaN}")]
    [InlineData("{\"event\":\"x\"/* comment */}")]
    [InlineData("{'event':'x'}")]
    [InlineData("{\"event\":\"a\nb\"}")]
    [InlineData("\ufeff{\"event\":\"x\"}")]
    public void TryRead_NoObjectWithAnEvent_IsMalformed(string message) => Assert.True(IsMalformed(message));

    [Theory]
    [InlineData(new byte[] { 0xc3 })]
    [InlineData(new byte[] { 0xf0, 0x9f, 0x98 })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    [InlineData(new byte[] { 0xc0, 0x80 })]
    [InlineData(new byte[] { 0xff })]
    public void TryRead_BytesThatAreNotUtf8_IsMalformedWhereverTheyAre(byte[] bytes)
    {
        foreach ((string before, string after) in new[]
        {
            ("{\"event\":\"", "\"}"),
            ("{\"event\":\"x\",\"channel\":\"", "\"}"),
            ("{\"event\":\"x\",\"data\":\"", "\"}"),
            ("{\"event\":\"x\",\"data\":{\"", "\":1}}"),
            ("{\"event\":\"x\",\"", "\":1}"),
        })
        {
            byte[] message = [.. Encoding.UTF8.GetBytes(before), .. bytes, .. Encoding.UTF8.GetBytes(after)];
            Assert.False(PusherFrameReader.TryRead(message, out _), before);
        }
    }

    [Theory]
    [InlineData(JsonMembers.MaxDepth - 1, false)]
    [InlineData(JsonMembers.MaxDepth, true)]
    [InlineData(500_000, true)]
    public void TryRead_NestedData_IsMalformedBeyondTheCap(int depth, bool malformed)
    {
        string message = $$"""{"event":"x","data":{{new string('[', depth)}}{{new string(']', depth)}}}""";
        Assert.Equal(malformed, IsMalformed(message));
        Assert.True(IsMalformed(message[..(message.Length / 2)]));
    }

    [Theory]
    [InlineData("\"{0}\":1,\"event\":\"x\"")]
    [InlineData("\"event\":\"x\",\"data\":\"{0}\"")]
    [InlineData("\"event\":\"x\",\"data\":{{\"{0}\":\"{0}\"}}")]
    public void TryRead_TextOfAMegabyte_IsRead(string members)
    {
        string message = "{" + string.Format(null, members, new string('n', 1 << 20)) + "}";
        Assert.Equal("x", Read(message).Event);
    }

    [Fact]
    public void TryRead_NamesOfAMegabyte_AreRead()
    {
        string name = new('n', 1 << 20);
        PusherFrame frame = Read($$"""{"event":"{{name}}","channel":"{{name}}"}""");
        Assert.Equal(name, frame.Event);
        Assert.Equal(name, frame.Channel);
    }

    private static PusherFrame Read(string message)
    {
        Assert.True(PusherFrameReader.TryRead(Encoding.UTF8.GetBytes(message), out PusherFrame frame), "Well-formed frame refused.");
        return frame;
    }

    private static bool IsMalformed(string message) => !PusherFrameReader.TryRead(Encoding.UTF8.GetBytes(message), out _);

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
