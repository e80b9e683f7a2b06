// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.Tests.Protocol;

public sealed class PusherDataTests
{
    private const string ChannelData = """{"user_id":10,"user_info":{"name":"Mr. Channels"}}""";

    [Fact]
    public void SubscribeData_Object_KeepsChannelDataAsItWasSigned()
    {
        PusherSubscribeData data = Subscribe(JsonSerializer.Serialize(
            new { auth = "key:0a", channel_data = ChannelData, channel = "presence-foobar", other = new[] { 1 } }));
        Assert.Equal(new PusherSubscribeData("presence-foobar", "key:0a", ChannelData), data);
    }

    [Fact]
    public void SubscribeData_StringThatHoldsTheObject_IsReadAlike()
    {
        string json = JsonSerializer.Serialize(new { auth = "key:0a", channel_data = ChannelData, channel = "presence-é😀" });
        Assert.Equal(new PusherSubscribeData("presence-é😀", "key:0a", ChannelData), Subscribe(JsonSerializer.Serialize(json)));
    }

    [Fact]
    public void SubscribeData_EmptyAuth_IsNotTakenForMissing() =>
        Assert.Equal(new PusherSubscribeData("a", "", null), Subscribe("""{"auth":"","channel":"a"}"""));

    [Theory]
    [InlineData("null")]
    [InlineData("17")]
    [InlineData("\"\"")]
    [InlineData("\"null\"")]
    [InlineData("\"[]\"")]
    [InlineData("\"{\\\"channel\\\":\\\"a\\\"\"")]
    [InlineData("\"{\\\"channel\\\":\\\"a\\\"} more\"")]
    [InlineData("\"{\\\"channel\\\":\\\"a\\\",\\\"x\\\":\\ud800}\"")]
    [InlineData("\"\\\"{}\\\"\"")]
    [InlineData("[{\"channel\":\"a\"}]")]
    [InlineData("{}")]
    [InlineData("{\"Channel\":\"a\"}")]
    [InlineData("{\"channel\":null,\"auth\":1,\"channel_data\":{\"user_id\":1}}")]
    [InlineData("{\"channel\":[\"a\"],\"auth\":{\"auth\":\"b\"},\"channel_data\":true}")]
    [InlineData("{\"channel\":\"a\",\"channel\":7}")]
    [InlineData("{\"channel\":\"\\ud800\"}")]
    public void SubscribeData_AnythingElse_IsNull(string data) => Assert.Equal(default, Subscribe(data));

    [Fact]
    public void SubscribeData_NoData_IsNull()
    {
        Assert.True(PusherFrameReader.TryRead("""{"event":"pusher:subscribe"}"""u8, out PusherFrame frame));
        Assert.Equal(default, PusherSubscribeData.Read(frame));
    }

    [Fact]
    public void SubscribeData_StringNestedTooDeep_IsNull()
    {
        string deep = $$"""{"channel":"a","x":{{new string('[', 100_000)}}{{new string(']', 100_000)}}}""";
        Assert.Equal(default, Subscribe(JsonSerializer.Serialize(deep)));
    }

    [Theory]
    [InlineData("""{"auth":"key:0a","user_data":"{\"id\":\"12345\"}"}""")]
    [InlineData("""{"user_data":"no","user_data":"{\"id\":\"12345\"}","\u0061uth":"key:0a"}""")]
    [InlineData("\"{\\\"auth\\\":\\\"key:0a\\\",\\\"user_data\\\":\\\"{\\\\\\\"id\\\\\\\":\\\\\\\"12345\\\\\\\"}\\\"}\"")]
    public void SignInData_ObjectOrString_KeepsUserDataAsItWasSigned(string data) =>
        Assert.Equal(new PusherSignInData("key:0a", """{"id":"12345"}"""), PusherSignInData.Read(Frame(data)));

    [Theory]
    [InlineData("null")]
    [InlineData("\"{}\"")]
    [InlineData("{\"auth\":1,\"user_data\":{\"id\":\"1\"}}")]
    public void SignInData_AnythingElse_IsNull(string data) => Assert.Equal(default, PusherSignInData.Read(Frame(data)));

    private static PusherSubscribeData Subscribe(string data) => PusherSubscribeData.Read(Frame(data));

    private static PusherFrame Frame(string data)
    {
        byte[] message = Encoding.UTF8.GetBytes($$"""{"event":"pusher:subscribe","data":{{data}}}""");
        Assert.True(PusherFrameReader.TryRead(message, out PusherFrame frame));
        return frame;
    }
}
