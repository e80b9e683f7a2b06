// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Channels;

namespace Bridge.Core.Tests.Channels;

public sealed class EventDataTests
{
    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("12", "12")]
    [InlineData("plain words", "\"plain words\"")]
    [InlineData("", "\"\"")]
    [InlineData("{\"a\":", "\"{\\\"a\\\":\"")]
    public void FromText_NativeForm_IsTheValueThatTheTextHolds(string text, string json) =>
        Assert.Equal(json, Text(EventData.FromText(text).Json));

    [Fact]
    public void FromStringToken_PusherForm_IsByteForByteTheSame()
    {
        byte[] token = "\"\\u00e9 {\\\"a\\\" : 1}\""u8.ToArray();
        Assert.Equal(token, EventData.FromStringToken(token).StringToken.ToArray());
    }

    [Theory]
    [InlineData("{\"a\":\"b\"}", "\"{\\\"a\\\":\\\"b\\\"}\"")]
    [InlineData("[1,2]", "\"[1,2]\"")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("\"12\"", "\"12\"")]
    [InlineData(" null ", "\"null\"")]
    public void FromJson_PusherForm_IsAStringThatHoldsTheValue(string json, string token) =>
        Assert.Equal(token, Text(EventData.FromJson(Encoding.UTF8.GetBytes(json)).StringToken));

    [Fact]
    public void FromJson_String_StaysThatStringForNativeClients() =>
        Assert.Equal("\"12\"", Text(EventData.FromJson("\"12\""u8).Json));

    [Fact]
    public void Json_LoneSurrogateInAnEscape_StaysTheStringToken() =>
        Assert.Equal("\"\\ud800\"", Text(EventData.FromStringToken("\"\\ud800\""u8).Json));

    private static string Text(ReadOnlyMemory<byte> utf8) => Encoding.UTF8.GetString(utf8.Span);
}
