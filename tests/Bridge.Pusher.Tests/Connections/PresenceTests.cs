// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Members".</summary>
public sealed class PresenceTests
{
    [Fact]
    public async Task Subscribe_MembersAreThere_GetsThemInTheOrderTheyJoined()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        await JoinAsync(host, """{"user_id":"z","user_info":{"name":"Z"}}""");
        await JoinAsync(host, """{"user_id":10}""");
        await JoinAsync(host, """{"user_id":"Mr Pusher","user_info":null}""");
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("presence-a", """{ "user_info" : { "name" : "Ä\u00e4" }, "user_id" : "a" }""");

        await client.ExpectAsync(
            """{"event":"pusher_internal:subscription_succeeded","channel":"presence-a","data":"{\"presence\":{\"ids\":[\"z\",\"10\",\"Mr Pusher\",\"a\"],\"hash\":{\"z\":{\"name\":\"Z\"},\"10\":null,\"Mr Pusher\":null,\"a\":{ \"name\" : \"Ä\\u00e4\" }},\"count\":4}}"}""");
    }

    [Theory]
    [InlineData("7", "7", "null")]
    [InlineData("\"\\\"é\\\\\\ud83d\\ude00\"", "\"é\\😀", "null")]
    [InlineData("\"u\",\"user_info\":\"text\"", "u", "\"text\"")]
    [InlineData("\"u\",\"user_info\":[1,{}]", "u", "[1,{}]")]
    [InlineData("\"u\",\"user_info\":false", "u", "false")]
    [InlineData("\"u\",\"user_info\":{\"a\":\"\\ud83d\"}", "u", "{\"a\":\"\\ud83d\"}")]
    public async Task Subscribe_AnyUserIdAndInfo_AreReportedAlike(string member, string id, string info)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        JsonElement success = await client.JoinAsync("presence-a", $$"""{"user_id":{{member}}}""");

        Assert.Equal(id, success.DataObject().GetProperty("presence").GetProperty("ids")[0].GetString());
        Assert.Equal(info, InfoOf(id, success).GetRawText());
    }

    [Fact]
    public async Task Member_HasSeveralConnections_IsAddedAndRemovedOnce()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient watcher = await JoinAsync(host, """{"user_id":"w"}""");

        PusherClient first = await JoinAsync(host, """{"user_id":"b","user_info":{"n":1}}""");
        PusherClient second = await JoinAsync(host, """{"user_id":"b","user_info":{"n":2}}""");
        await watcher.ExpectAsync(
            """{"event":"pusher_internal:member_added","channel":"presence-a","data":"{\"user_id\":\"b\",\"user_info\":{\"n\":1}}"}""");
        await first.UnsubscribeAsync("presence-a");
        await first.ExpectNothingAsync();
        await watcher.ExpectNothingAsync();
        await second.DisposeAsync();

        await watcher.ExpectAsync("""{"event":"pusher_internal:member_removed","channel":"presence-a","data":"{\"user_id\":\"b\"}"}""");
        await watcher.ExpectNothingAsync();
    }

    [Fact]
    public async Task Member_HasNoInfo_IsAddedWithoutIt()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient watcher = await JoinAsync(host, """{"user_id":"w"}""");

        await JoinAsync(host, """{"user_id":5}""");

        await watcher.ExpectAsync("""{"event":"pusher_internal:member_added","channel":"presence-a","data":"{\"user_id\":\"5\"}"}""");
    }

    [Fact]
    public async Task Member_FurtherConnectionBringsOtherInfo_TheFirstStaysUntilAllAreGone()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient first = await JoinAsync(host, """{"user_id":"b","user_info":1}""");
        PusherClient second = await JoinAsync(host, """{"user_id":"b","user_info":2}""");
        await first.UnsubscribeAsync("presence-a");
        await first.ExpectNothingAsync();

        Assert.Equal(1, InfoOf("b", await second.JoinAsync("presence-a", """{"user_id":"b","user_info":2}""")).GetInt32());
        await second.UnsubscribeAsync("presence-a");

        Assert.Equal(3, InfoOf("b", await second.JoinAsync("presence-a", """{"user_id":"b","user_info":3}""")).GetInt32());
    }

    [Fact]
    public async Task Member_SubscribesAgainAsSomebodyElse_StaysWhoItIs()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient watcher = await JoinAsync(host, """{"user_id":"w"}""");
        PusherClient client = await JoinAsync(host, """{"user_id":"b"}""");
        await watcher.NextAsync("pusher_internal:member_added");

        JsonElement again = await client.JoinAsync("presence-a", """{"user_id":"c"}""");
        await client.TriggerAsync("client-a", "presence-a", 1);

        Assert.Equal("""["w","b"]""", again.DataObject().GetProperty("presence").GetProperty("ids").GetRawText());
        Assert.Equal("b", (await watcher.NextAsync("client-a")).GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task Subscribe_ChannelIsFull_IsRefusedUnlessTheUserIsThere()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.MaxPresenceMembers = 1);
        PusherClient first = await JoinAsync(host, """{"user_id":"b"}""");
        await JoinAsync(host, """{"user_id":"b"}""");
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("presence-a", """{"user_id":"c"}""");

        await client.ExpectAsync(
            """{"event":"pusher:subscription_error","channel":"presence-a","data":"{\"type\":\"LimitReached\",\"error\":\"The channel is full.\",\"status\":4100}"}""");
        await client.ExpectErrorAsync(null, "The channel is full.");
        await host.PublishAsync("presence-a", "price", "1");
        await first.NextAsync("price");
        await client.ExpectNothingAsync();
        Assert.Empty(host.Errors);
    }

    [Theory]
    [InlineData("{}", "Invalid channel_data: user_id must be a string that is not empty, or a number")]
    [InlineData("{\"user_id\":\"\"}", "Invalid channel_data: user_id must be a string that is not empty, or a number")]
    [InlineData("{\"user_id\":{}}", "Invalid channel_data: user_id must be a string that is not empty, or a number")]
    [InlineData("{\"user_id\":\"\\ud800\"}", "Invalid channel_data: user_id must be a string that is not empty, or a number")]
    [InlineData("[]", "Invalid channel_data: not a JSON object")]
    [InlineData("nonsense", "Invalid channel_data: not a JSON object")]
    [InlineData("", "Invalid channel_data: not a JSON object")]
    [InlineData("{\"user_id\":\"12345\"}", "Invalid channel_data: user_id is longer than 4 characters")]
    [InlineData("{\"user_id\":1,\"user_info\":\"123456789\"}", "Invalid channel_data: user_info is larger than 10 bytes")]
    public async Task Subscribe_ChannelDataIsUseless_IsRefusedThoughSigned(string channelData, string reason)
    {
        await using PusherHost host = await PusherHost.StartAsync(app =>
        {
            app.Limits.MaxUserIdLength = 4;
            app.Limits.MaxUserInfoBytes = 10;
        });
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("presence-a", channelData);

        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, reason);
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscribe_NoChannelData_JoinsAsTheSignedInUser()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.SubscribeAsync("presence-a");
        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, "Subscribing to presence-a needs channel_data with a user_id, or a signed-in user");
        await client.SignInAsync("""{"id":"u","user_info":{"name":"U"}}""");
        await client.NextAsync("pusher:signin_success");

        string own = (await client.JoinAsync("presence-a")).Data();
        string given = (await client.JoinAsync("presence-b", """{"user_id":"v"}""")).Data();

        Assert.Equal("""{"presence":{"ids":["u"],"hash":{"u":{"name":"U"}},"count":1}}""", own);
        Assert.Equal("""{"presence":{"ids":["v"],"hash":{"v":null},"count":1}}""", given);
    }

    [Fact]
    public async Task Members_PusherAndNativeClients_SeeEachOther()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await JoinAsync(host, """{"user_id":"p","user_info":{"name":"P"}}""");
        NativeClient native = await host.ConnectNativeAsync("pusher:member_added", "pusher:member_removed");

        JsonElement result = await native.SubscribeAsync("presence-a", """{"user_id":"n"}""");
        PusherClient another = await JoinAsync(host, """{"user_id":"q"}""");
        await another.UnsubscribeAsync("presence-a");

        Assert.Equal("""[{"userId":"p","userInfo":{"name":"P"}},{"userId":"n","userInfo":null}]""", result.GetProperty("members").GetRawText());
        await client.ExpectAsync("""{"event":"pusher_internal:member_added","channel":"presence-a","data":"{\"user_id\":\"n\"}"}""");
        Assert.Equal("""{"user_id":"q"}""", (await native.NextAsync()).Data.GetRawText());
        Assert.Equal("pusher:member_removed", (await native.NextAsync()).Name);
    }

    [Fact]
    public async Task Members_InfoHoldsHalfASurrogatePair_HurtsNoNativeClient()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        NativeClient first = await host.ConnectNativeAsync("pusher:member_added");
        await first.SubscribeAsync("presence-a", """{"user_id":"first"}""");
        await JoinAsync(host, """{"user_id":"p","user_info":{"name":"\ud83d"}}""");
        NativeClient second = await host.ConnectNativeAsync();

        JsonElement result = await second.SubscribeAsync("presence-a", """{"user_id":"second"}""");

        Assert.Equal("p", (await first.NextAsync()).Data.GetProperty("user_id").GetString());
        Assert.Equal(3, result.GetProperty("count").GetInt32());
    }

    private static async Task<PusherClient> JoinAsync(PusherHost host, string channelData)
    {
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("presence-a", channelData);
        return client;
    }

    private static JsonElement InfoOf(string userId, JsonElement success) =>
        success.DataObject().GetProperty("presence").GetProperty("hash").GetProperty(userId);
}
