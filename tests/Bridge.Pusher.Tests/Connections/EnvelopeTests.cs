// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Envelope" and "Ping and pong". What holds for every message is checked by the client.</summary>
public sealed class EnvelopeTests
{
    [Fact]
    public async Task Messages_EveryKindThereIs_HaveDataOfTheRightType()
    {
        await using PusherHost host = await PusherHost.StartAsync(app =>
        {
            app.SubscriptionCounts = true;
            app.Watchlists = true;
        });
        PusherClient client = await host.OpenAsync("/app/key?protocol=7");
        async Task SeeAsync(params string[] names)
        {
            foreach (string name in names)
            {
                await client.NextAsync(name);
            }
        }

        await client.EstablishAsync();
        await client.SendAsync("pusher:ping", new { });
        await SeeAsync("pusher:pong");
        await client.SignInAsync("""{"id":"u","watchlist":["v"]}""");
        await SeeAsync("pusher:signin_success", "pusher_internal:watchlist_events");
        await client.SubscribeAsync("cache-a");
        await SeeAsync("pusher_internal:subscription_succeeded", "pusher:cache_miss", "pusher_internal:subscription_count");
        await client.SubscribeAsync("presence-a");
        await SeeAsync("pusher_internal:subscription_succeeded");
        PusherClient other = await host.ConnectAsync();
        await other.JoinAsync("presence-a", """{"user_id":"w"}""");
        await SeeAsync("pusher_internal:member_added");
        await other.TriggerAsync("client-a", "presence-a", new { });
        await SeeAsync("client-a");
        await other.UnsubscribeAsync("presence-a");
        await SeeAsync("pusher_internal:member_removed");
        await host.PublishAsync("presence-a", "published", "x");
        await SeeAsync("published");
        await host.HubContext.Clients.All.SendAsync("none");
        await host.HubContext.Clients.All.SendAsync("one", 1);
        await host.HubContext.Clients.All.SendAsync("two", 1, "2");
        await SeeAsync("none", "one", "two");
        await client.SendAsync("pusher:subscribe", new { channel = "private-a" });
        await SeeAsync("pusher:subscription_error", "pusher:error");
        host.Time.Advance(TimeSpan.FromSeconds(150));
        await SeeAsync("pusher:ping");
    }

    [Theory]
    [InlineData("""{"event":"pusher:ping"}""")]
    [InlineData("""{"event":"pusher:ping","data":{}}""")]
    [InlineData("""{"event":"pusher:ping","data":"{}"}""")]
    [InlineData("""{"event":"pusher:ping","data":null,"channel":7}""")]
    public async Task Ping_AnyData_IsAnswered(string ping)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(ping);

        await client.ExpectAsync("""{"event":"pusher:pong","data":"{}"}""");
    }

    [Theory]
    [InlineData("""{"event":"pusher:subscribe","data":"{\"channel\":\"a\"}"}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":"a","auth":"","channel_data":null}}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":"a","auth":7,"channel_data":{}}}""")]
    [InlineData(""" { "data" : { "channel":"b", "channel" : "a" } , "event" : "x" , "event" : "pusher:subscribe", "unknown":[[]] } """)]
    public async Task Subscribe_DataInAnyAcceptedForm_Succeeds(string subscribe)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(subscribe);

        await client.ExpectAsync("""{"event":"pusher_internal:subscription_succeeded","channel":"a","data":"{}"}""");
    }

    [Theory]
    [InlineData("""{"event":"pusher:subscribe"}""")]
    [InlineData("""{"event":"pusher:subscribe","data":"{}"}""")]
    [InlineData("""{"event":"pusher:subscribe","data":null}""")]
    [InlineData("""{"event":"pusher:subscribe","data":17}""")]
    [InlineData("""{"event":"pusher:subscribe","data":"no json"}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":null}}""")]
    [InlineData("""{"event":"pusher:subscribe","data":{"channel":{}}}""")]
    [InlineData("""{"event":"pusher:subscribe","data":["a"]}""")]
    public async Task Subscribe_NoChannel_IsAnErrorThatLeavesTheConnection(string subscribe)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(subscribe);

        await client.ExpectErrorAsync(null, "Invalid channel name: 1 to 200 characters of A-Za-z0-9_-=@,.; are allowed");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"event":"pusher:unsubscribe"}""")]
    [InlineData("""{"event":"pusher:unsubscribe","data":"{}"}""")]
    [InlineData("""{"event":"pusher:unsubscribe","data":{"channel":5}}""")]
    [InlineData("""{"event":"pusher:unsubscribe","data":{"channel":"never seen"}}""")]
    [InlineData("""{"event":"pusher:pong"}""")]
    [InlineData("""{"event":"pusher:pong","data":5}""")]
    public async Task Message_NothingToDo_HasNoAnswer(string message)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(message);

        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"event\":null}")]
    [InlineData("{\"event\":\"\\ud83d\"}")]
    [InlineData("{\"event\":\"pusher:ping\"}{}")]
    public async Task Message_IsMalformed_IsAnErrorThatLeavesTheConnection(string message)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(message);

        await client.ExpectErrorAsync(null, "Invalid message: not a JSON object with an event name");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("")]
    [InlineData("pusher:cache_miss")]
    [InlineData("pusher_internal:member_added")]
    [InlineData("Pusher:Subscribe")]
    [InlineData("client_a")]
    public async Task Event_MeansNothing_IsUnsupported(string name)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(name, new { channel = "a" });

        await client.ExpectErrorAsync(null, "Unsupported event received on socket: " + name);
    }

    [Fact]
    public async Task Event_NameIsLong_IsCutInTheError()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync(new string('x', 5000), new { });

        await client.ExpectErrorAsync(null, "Unsupported event received on socket: " + new string('x', 200));
    }

    [Theory]
    [InlineData("client-a", 63)]
    [InlineData("client-a", 64)]
    [InlineData("pusher:ping", 64)]
    public async Task Message_NestsTooDeep_IsMalformed(string name, int depthOfData)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("private-a");

        await client.SendAsync($$"""{"event":"{{name}}","channel":"private-a","data":{{Nested(depthOfData)}}}""");

        await client.ExpectErrorAsync(null, "Invalid message: not a JSON object with an event name");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Message_NestsAsDeepAsAllowed_ReachesEveryKindOfClient()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient sender = await host.ConnectAsync();
        PusherClient receiver = await host.ConnectAsync();
        NativeClient native = await host.ConnectNativeAsync("client-a");
        await sender.JoinAsync("private-a");
        await receiver.JoinAsync("private-a");
        await native.SubscribeAsync("private-a");

        await sender.SendAsync($$"""{"event":"client-a","channel":"private-a","data":{{Nested(62)}}}""");

        Assert.Equal(Nested(62), (await receiver.NextAsync("client-a")).Data());
        Assert.Equal(Nested(62), (await native.NextAsync()).Data.GetRawText());
    }

    [Fact]
    public async Task Data_StringNestsTooDeepForNativeClients_StaysAStringForThem()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        NativeClient native = await host.ConnectNativeAsync("deep", "after");
        await native.SubscribeAsync("a");

        await host.PublishAsync("a", "deep", Nested(63));
        await host.PublishAsync("a", "after", "1");

        Assert.Equal(Nested(63), (await native.NextAsync()).Data.GetString());
        Assert.Equal("after", (await native.NextAsync()).Name);
    }

    [Fact]
    public async Task Published_StringData_ArrivesByteForByte()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("a");
        string data = "{ \"a\" : 1.50,\t\"b\":\"\\u00e9é😀\\/<>&'\" }\r\n\u2028\0";

        await host.PublishAsync("a", "price", data);

        Assert.Equal(data, (await client.NextAsync("price")).Data());
    }

    [Theory]
    [InlineData("\"{\\\"a\\\": 1}\"", "{\"a\": 1}")]
    [InlineData("\"\"", "")]
    [InlineData("\"plain \\u00e9 \\\"text\\\"\"", "plain é \"text\"")]
    [InlineData("{\"a\": [1, null]}", "{\"a\": [1, null]}")]
    [InlineData("[]", "[]")]
    [InlineData("1.50", "1.50")]
    [InlineData("true", "true")]
    [InlineData("null", "null")]
    public async Task ClientEvent_Data_StringsStayAndOtherJsonBecomesAString(string data, string expected)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient sender = await host.ConnectAsync();
        PusherClient receiver = await host.ConnectAsync();
        await sender.JoinAsync("private-a");
        await receiver.JoinAsync("private-a");

        await sender.SendAsync($$"""{"event":"client-a","channel":"private-a","data":{{data}}}""");

        JsonElement message = await receiver.NextAsync("client-a");
        Assert.Equal(expected, message.Data());
        Assert.False(message.TryGetProperty("user_id", out _));
    }

    [Fact]
    public async Task HubMessage_ArgumentsOfEveryNumber_BecomeOneData()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("a");

        await host.HubContext.Clients.Group("a").SendAsync("none");
        await host.HubContext.Clients.Group("a").SendAsync("one", new { Price = 1 });
        await host.HubContext.Clients.Group("a").SendAsync("text", "x");
        await host.HubContext.Clients.Group("a").SendAsync("two", 1, "x");
        await host.HubContext.Clients.Client(client.SocketId).SendAsync("direct", 1);

        await client.ExpectAsync("""{"event":"none","channel":"a","data":"[]"}""");
        await client.ExpectAsync("""{"event":"one","channel":"a","data":"{\"price\":1}"}""");
        await client.ExpectAsync("""{"event":"text","channel":"a","data":"\"x\""}""");
        await client.ExpectAsync("""{"event":"two","channel":"a","data":"[1,\"x\"]"}""");
        await client.ExpectAsync("""{"event":"direct","data":"1"}""");
    }

    [Fact]
    public async Task HubMessage_WantsAResult_FailsAtOnce()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("a");

        NotSupportedException error = await Assert.ThrowsAsync<NotSupportedException>(
            () => host.HubContext.Clients.Client(client.SocketId).InvokeAsync<int>("ask", CancellationToken.None).Await("the refusal"));

        Assert.Contains("can't return results", error.Message, StringComparison.Ordinal);
        await client.ExpectNothingAsync();
    }

    private static string Nested(int depth) => new StringBuilder().Append('[', depth).Append(']', depth).ToString();
}
