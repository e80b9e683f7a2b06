// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Bridge.Pusher.Protocol;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Tests.Protocol;

public sealed class PusherEventEncoderTests
{
    private static readonly PusherEventEncoder Encoder = new(new HubJson(new JsonHubProtocol()));

    [Theory]
    [InlineData(ChannelNews.MemberAdded, """{"user_id":"b","user_info":{"name":"B"}}""", """{"event":"pusher_internal:member_added","channel":"presence-a","data":"{\"user_id\":\"b\",\"user_info\":{\"name\":\"B\"}}"}""")]
    [InlineData(ChannelNews.MemberRemoved, """{"user_id":"b"}""", """{"event":"pusher_internal:member_removed","channel":"presence-a","data":"{\"user_id\":\"b\"}"}""")]
    [InlineData(ChannelNews.SubscriptionCount, """{"subscription_count":2}""", """{"event":"pusher_internal:subscription_count","channel":"presence-a","data":"{\"subscription_count\":2}"}""")]
    [InlineData(ChannelNews.CacheMiss, "{}", """{"event":"pusher:cache_miss","channel":"presence-a","data":"{}"}""")]
    [InlineData(ChannelNews.WatchlistEvents, """{"events":[{"name":"online","user_ids":["u2"]}]}""", """{"event":"pusher_internal:watchlist_events","data":"{\"events\":[{\"name\":\"online\",\"user_ids\":[\"u2\"]}]}"}""")]
    public void TryEncode_News_GoesOutUnderPushersName(string news, string data, string expected) =>
        Assert.Equal(expected, Encode(new ChannelEventMessage(
            "app.presence-a", "presence-a", news, EventData.FromJson(Encoding.UTF8.GetBytes(data)), isNews: true)));

    [Fact]
    public void TryEncode_PublishedEventNamedLikeNews_KeepsItsName() =>
        Assert.StartsWith(
            """{"event":"pusher:member_added","channel":"a","data":""",
            Encode(new ChannelEventMessage("app.a", "a", ChannelNews.MemberAdded, EventData.EmptyObject)));

    [Fact]
    public void TryEncode_PublishedText_IsPassedOnByteForByte() =>
        Assert.Equal(
            """{"event":"price","channel":"a","data":"{\u0022x\u0022: 1.0}"}""",
            Encode(new ChannelEventMessage("app.a", "a", "price", EventData.FromStringToken("""
                "{\u0022x\u0022: 1.0}"
                """u8))));

    [Fact]
    public void TryEncode_ClientEventOfAUser_NamesTheUser() =>
        Assert.Equal(
            """{"event":"client-x","channel":"presence-a","data":"1","user_id":"u\"1"}""",
            Encode(new ChannelEventMessage("app.presence-a", "presence-a", "client-x", EventData.FromJson("1"u8), "u\"1")));

    [Theory]
    [InlineData(null, "null")]
    [InlineData(12, "12")]
    [InlineData(true, "true")]
    [InlineData("x", "\"x\"")]
    [InlineData("", "\"\"")]
    [InlineData("12", "\"12\"")]
    public void TryEncode_OneHubArgument_IsAStringThatHoldsItsJson(object? argument, string data) =>
        Assert.Equal(data, DataOf(Encoder, argument));

    [Fact]
    public void TryEncode_NoHubArguments_IsAStringThatHoldsAnEmptyArray() => Assert.Equal("[]", DataOf(Encoder));

    [Fact]
    public void TryEncode_SeveralHubArguments_IsAStringThatHoldsTheArray() =>
        Assert.Equal("""["Ann",{"text":"hi \"you\""},null]""", DataOf(Relaxed(), "Ann", new { Text = "hi \"you\"" }, null));

    [Fact]
    public void TryEncode_OneHubArgumentThatIsAnArray_IsThatArray() =>
        Assert.Equal("[1,[2]]", DataOf(Encoder, (object)new object[] { 1, new[] { 2 } }));

    [Fact]
    public void TryEncode_AppWithItsOwnNaming_KeepsIt()
    {
        var encoder = new PusherEventEncoder(new HubJson(Json(options => options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower)));
        Assert.Equal("""{"user_name":"Ann"}""", DataOf(encoder, new { UserName = "Ann" }));
    }

    [Fact]
    public void TryEncode_MessageWithHeaders_TakesOnlyTheArguments()
    {
        var message = new InvocationMessage(null, "x", ["a"], ["1"])
        {
            Headers = new Dictionary<string, string> { ["arguments"] = "no" },
        };
        Assert.Equal("""{"event":"x","channel":"a","data":"\"a\""}""", Encode(message, "a"));
    }

    [Fact]
    public void TryEncode_ArgumentNestedDeeperThanClientsMay_IsWritten()
    {
        string deep = new string('[', 200) + new string(']', 200);
        var encoder = new PusherEventEncoder(new HubJson(Json(options => options.MaxDepth = 1000)));
        using JsonDocument argument = JsonDocument.Parse(deep, new JsonDocumentOptions { MaxDepth = 1000 });
        Assert.Equal(deep, DataOf(encoder, argument.RootElement));
    }

    [Fact]
    public void TryEncode_GroupMessage_NamesTheChannelThatTheCallerKnows() =>
        Assert.Equal(
            """{"event":"receiveMessage","channel":"room-1","data":"1"}""",
            Encode(new ChannelInvocationMessage("app.room-1", "receiveMessage", [1]), "room-1"));

    [Fact]
    public void TryEncode_NoChannel_LeavesTheFieldOut() =>
        Assert.Equal("""{"event":"x","data":"1"}""", Encode(new InvocationMessage("x", [1]), null));

    [Fact]
    public void TryEncode_CallThatWantsAResult_WritesNothing()
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.False(Encoder.TryEncode(new InvocationMessage("1", "x", []), "a", output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void TryEncode_ArgumentThatCannotBeWritten_ThrowsAndWritesNothing()
    {
        object?[] loop = new object?[1];
        loop[0] = loop;
        var output = new ArrayBufferWriter<byte>();
        Assert.Throws<JsonException>(() => Encoder.TryEncode(new InvocationMessage("x", loop), "a", output));
        Assert.Equal(0, output.WrittenCount);
    }

    private static PusherEventEncoder Relaxed() =>
        new(new HubJson(Json(options => options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping)));

    private static JsonHubProtocol Json(Action<JsonSerializerOptions> configure)
    {
        var options = new JsonHubProtocolOptions();
        configure(options.PayloadSerializerOptions);
        return new JsonHubProtocol(Options.Create(options));
    }

    private static string? DataOf(PusherEventEncoder encoder, params object?[] arguments)
    {
        var message = new InvocationMessage("x", arguments);
        return Written.Json(output => Assert.True(encoder.TryEncode(message, "a", output))).GetProperty("data").GetString();
    }

    private static string Encode(InvocationMessage message, string? channel = "not used") =>
        Written.Text(output => Assert.True(Encoder.TryEncode(message, channel, output)));
}
