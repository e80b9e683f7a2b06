// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Signatures;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookRequestTests
{
    private const string Start = "1767225600000";

    [Fact]
    public async Task Request_AnyEvent_HasExactlyTheHeadersThatLibrariesCheck()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();

        webhooks.Occupy("a");

        ReceivedWebhook received = await webhooks.Receiver.NextAsync();
        Assert.Equal("/hook", received.Path);
        Assert.Equal("application/json", received.Headers.ContentType);
        Assert.Equal("key", received.Headers["X-Pusher-Key"]);
        Assert.Equal(PusherSignature.SignWebhook("secret", System.Text.Encoding.UTF8.GetBytes(received.Body)), received.Headers["X-Pusher-Signature"]);
        Assert.Matches("^[0-9a-f]{64}$", received.Headers["X-Pusher-Signature"].ToString());
        Assert.Equal($$"""{"time_ms":{{Start}},"events":[{"name":"channel_occupied","channel":"a"}]}""", received.Body);
    }

    [Fact]
    public void SignWebhook_KnownBody_IsTheKnownSignature() => Assert.Equal(
        "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
        PusherSignature.SignWebhook("key", "The quick brown fox jumps over the lazy dog"u8));

    [Theory]
    [InlineData(ChannelActivityKind.Occupied, """{"name":"channel_occupied","channel":"presence-é"}""")]
    [InlineData(ChannelActivityKind.Vacated, """{"name":"channel_vacated","channel":"presence-é"}""")]
    [InlineData(ChannelActivityKind.MemberAdded, """{"name":"member_added","channel":"presence-é","user_id":"<Ann \"1\">"}""")]
    [InlineData(ChannelActivityKind.MemberRemoved, """{"name":"member_removed","channel":"presence-é","user_id":"<Ann \"1\">"}""")]
    [InlineData(ChannelActivityKind.CacheMiss, """{"name":"cache_miss","channel":"presence-é"}""")]
    [InlineData(ChannelActivityKind.SubscriptionCount, """{"name":"subscription_count","channel":"presence-é","subscription_count":7}""")]
    public async Task Request_EachEvent_HasExactlyItsFields(ChannelActivityKind kind, string expected)
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();

        webhooks.Report(new ChannelActivity(kind, "presence-é") { UserId = "<Ann \"1\">", SubscriptionCount = 7 });

        Assert.Equal([expected], (await webhooks.Receiver.NextAsync()).Events);
    }

    [Theory]
    [InlineData(null, """{"name":"client_event","channel":"private-a","event":"client-x","data":"{\"n\":1}","socket_id":"1.2"}""")]
    [InlineData("ann", """{"name":"client_event","channel":"private-a","event":"client-x","data":"{\"n\":1}","socket_id":"1.2","user_id":"ann"}""")]
    public async Task Request_ClientEvent_HasItsDataAsAString(string? userId, string expected)
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();

        webhooks.Report(new ChannelActivity(ChannelActivityKind.ClientEvent, "private-a")
        {
            SocketId = "1.2",
            ClientEvent = new ChannelEvent { Group = "private-a", Name = "client-x", Data = EventData.FromJson("""{"n":1}"""u8), UserId = userId },
        });

        Assert.Equal([expected], (await webhooks.Receiver.NextAsync()).Events);
    }

    [Fact]
    public async Task Request_WebhookWantsSomeEventsAndChannels_GetsThoseOnly()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Webhook.ChannelPrefix = "private-";
        webhooks.Webhook.Events.Add("channel_vacated");

        webhooks.Occupy("private-a");
        webhooks.Vacate("a");
        webhooks.Vacate("private-a");

        Assert.Equal(["channel_vacated private-a"], (await webhooks.Receiver.NextAsync()).Words);
        webhooks.Receiver.AssertNoMore();
    }

    [Fact]
    public async Task Request_AnotherHub_IsNotMade()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();

        webhooks.Service.OnActivity(typeof(Hub), new ChannelActivity(ChannelActivityKind.Occupied, "of another hub"));
        webhooks.Occupy("a");

        Assert.Equal(["channel_occupied a"], (await webhooks.Receiver.NextAsync()).Words);
    }

    [Fact]
    public async Task Request_AppWithGroupPrefix_NamesTheChannelAsClientsDo()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Apps[0].GroupPrefix = "shop:");

        webhooks.Occupy("news:a");
        webhooks.Occupy("shop:a");

        Assert.Equal(["channel_occupied a"], (await webhooks.Receiver.NextAsync()).Words);
        webhooks.Receiver.AssertNoMore();
    }

    [Fact]
    public async Task Request_SeveralWebhooks_EachGetsTheEvent()
    {
        await using WebhookReceiver second = await WebhookReceiver.StartAsync();
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Apps[0].Webhooks.Add(new(second.Url)));

        webhooks.Occupy("a");

        Assert.Equal((await webhooks.Receiver.NextAsync()).Body, (await second.NextAsync()).Body);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Created)]
    [InlineData(HttpStatusCode.NoContent)]
    [InlineData((HttpStatusCode)299)]
    public async Task Request_AnsweredWithAnySuccess_IsDelivered(HttpStatusCode status)
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Receiver.Behave(WebhookReceiver.Answer((int)status));

        webhooks.Occupy("a");
        webhooks.Vacate("a");

        Assert.Equal(["channel_occupied a", "channel_vacated a"], await webhooks.Receiver.NextWordsAsync(2));
    }
}
