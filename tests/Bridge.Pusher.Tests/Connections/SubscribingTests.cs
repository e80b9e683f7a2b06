// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Subscribing", "Cache channels" and "Subscription counts".</summary>
public sealed class SubscribingTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("A-Za-z0-9_-=@,.;")]
    [InlineData("private-a")]
    [InlineData("private-encrypted-a")]
    [InlineData("privat-a")]
    public async Task Subscribe_NoMembersAndNoCache_SucceedsWithAnEmptyObject(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync(channel);
        await client.ExpectAsync($$"""{"event":"pusher_internal:subscription_succeeded","channel":"{{channel}}","data":"{}"}""");
        await host.PublishAsync(channel, "price", "1");

        await client.ExpectAsync($$"""{"event":"price","channel":"{{channel}}","data":"1"}""");
    }

    [Theory]
    [InlineData("cache-a")]
    [InlineData("private-cache-a")]
    [InlineData("private-encrypted-cache-a")]
    [InlineData("presence-cache-a")]
    public async Task Subscribe_CacheIsEmpty_SaysSoRightAfterTheSuccess(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync(channel, """{"user_id":"u"}""");

        await client.ExpectAsync($$"""{"event":"pusher:cache_miss","channel":"{{channel}}","data":"{}"}""");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("cache-a")]
    [InlineData("private-cache-a")]
    [InlineData("private-encrypted-cache-a")]
    [InlineData("presence-cache-a")]
    public async Task Subscribe_EventIsCached_GetsItRightAfterTheSuccess(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        await host.PublishAsync(channel, "old", "0");
        await host.PublishAsync(channel, "price", "{\"a\": \"é\"}");
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync(channel, """{"user_id":"u"}""");

        await client.ExpectAsync($$"""{"event":"price","channel":"{{channel}}","data":"{\"a\": \"é\"}"}""");
        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("cached-a")]
    [InlineData("private-encrypted-a")]
    [InlineData("private-a-cache-a")]
    public async Task Subscribe_ChannelOnlyLooksLikeACache_GetsNoCachedEvent(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        await host.PublishAsync(channel, "price", "1");
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync(channel);

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscribe_CachedEventIsTooOld_IsAMiss()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.CacheSeconds = 60);
        await host.PublishAsync("cache-a", "price", "1");
        PusherClient client = await host.ConnectAsync();

        host.Time.Advance(TimeSpan.FromSeconds(60) - TimeSpan.FromTicks(1));
        await client.JoinAsync("cache-a");
        await client.NextAsync("price");
        host.Time.Advance(TimeSpan.FromTicks(1));
        await client.JoinAsync("cache-a");

        await client.NextAsync("pusher:cache_miss");
    }

    [Fact]
    public async Task Subscribe_OnlyAClientEventCame_IsAMiss()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient sender = await host.ConnectAsync();
        await sender.JoinAsync("private-cache-a");
        await sender.NextAsync("pusher:cache_miss");
        await sender.TriggerAsync("client-a", "private-cache-a", "1");
        await sender.ExpectNothingAsync();
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync("private-cache-a");

        await client.NextAsync("pusher:cache_miss");
    }

    [Fact]
    public async Task Subscribe_EventsArePublishedMeanwhile_GetsSuccessThenCacheThenEventsWithoutGap()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        using var done = new CancellationTokenSource();
        Task publishing = Task.Run(async () =>
        {
            for (int i = 0; !done.IsCancellationRequested; i++)
            {
                await host.PublishAsync("cache-a", "n", i.ToString());
                await Task.Yield();
            }
        });

        try
        {
            for (int round = 0; round < 50; round++)
            {
                await client.JoinAsync("cache-a");
                JsonElement first = await client.NextAsync();
                int expected = first.Event() == "pusher:cache_miss" ? 0 : int.Parse(first.Data()) + 1;
                for (int i = 0; i < 5; i++)
                {
                    Assert.Equal(expected + i, int.Parse((await client.NextAsync("n")).Data()));
                }

                await LeaveAsync(client, "cache-a");
            }
        }
        finally
        {
            await done.CancelAsync();
            await publishing.Await("the publisher");
        }
    }

    [Theory]
    [InlineData("private-a", null, "Auth info required to subscribe to private-a")]
    [InlineData("private-a", "", "Auth info required to subscribe to private-a")]
    [InlineData("private-a", "abc", "Auth value for subscription to private-a is invalid: should be of format 'key:signature'")]
    [InlineData("private-a", "other:abc", "Invalid key in subscription auth data: 'other'")]
    [InlineData("private-a", "key:abc", "Invalid signature: Expected HMAC SHA256 hex digest of SOCKET:private-a, but got abc")]
    [InlineData("presence-a", "", "Auth info required to subscribe to presence-a")]
    [InlineData("private-encrypted-a", "key:abc", "Invalid signature: Expected HMAC SHA256 hex digest of SOCKET:private-encrypted-a, but got abc")]
    [InlineData("presence-cache-a", "key:abc", "Invalid signature: Expected HMAC SHA256 hex digest of SOCKET:presence-cache-a, but got abc")]
    [InlineData("#server-to-user-u", "", "Only the signed-in user may subscribe to #server-to-user-u")]
    public async Task Subscribe_NotAuthorized_IsRefusedInBothWays(string channel, string? auth, string reason)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync("pusher:subscribe", new { channel, auth });

        await ExpectRefusalAsync(client, channel, "AuthError", 401, reason.Replace("SOCKET", client.SocketId, StringComparison.Ordinal));
        await host.PublishAsync(channel, "secret", "1");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscribe_SignatureOfAnotherConnection_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient other = await host.ConnectAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync("pusher:subscribe", new { channel = "private-a", auth = other.Auth("private-a") });

        await client.NextAsync("pusher:subscription_error");
    }

    [Theory]
    [InlineData("private-a")]
    [InlineData("private-encrypted-a")]
    public async Task Subscribe_PrivateChannelWithChannelData_IsSignedWithIt(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync(channel, "any text");
        await client.SendAsync("pusher:subscribe", new { channel = channel + "2", auth = client.Auth(channel + "2"), channel_data = "any text" });

        Assert.Equal(channel + "2", (await client.NextAsync("pusher:subscription_error")).Channel());
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ü")]
    [InlineData("#a")]
    [InlineData("#server-to-user-")]
    [InlineData("a/b")]
    [InlineData("a\0")]
    public async Task Subscribe_NameIsNoChannel_IsRefusedInBothWays(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync(channel);

        await ExpectRefusalAsync(client, channel, "InvalidName", 400, "Invalid channel name: 1 to 200 characters of A-Za-z0-9_-=@,.; are allowed");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscribe_NameIsAsLongAsAllowed_Succeeds()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.MaxChannelNameLength = 50);
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync(new string('a', 50));
        await client.SubscribeAsync(new string('a', 51));

        await ExpectRefusalAsync(
            client, new string('a', 51), "InvalidName", 400, "Invalid channel name: 1 to 50 characters of A-Za-z0-9_-=@,.; are allowed");
    }

    [Fact]
    public async Task Subscribe_Again_IsAnsweredAgainAndDeliversOnce()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync("private-a");
        await client.JoinAsync("private-a");
        await host.PublishAsync("private-a", "price", "1");

        await client.NextAsync("price");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscribe_AgainWithoutAuthorization_IsRefusedAndStaysSubscribed()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("private-a");

        await client.SendAsync("pusher:subscribe", new { channel = "private-a", auth = "key:bad" });
        await client.NextAsync("pusher:subscription_error");
        await client.NextAsync("pusher:error");
        await host.PublishAsync("private-a", "price", "1");

        await client.NextAsync("price");
    }

    [Fact]
    public async Task Unsubscribe_Twice_HasNoAnswerAndEndsDelivery()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("a");
        await client.JoinAsync("b");

        await client.UnsubscribeAsync("a");
        await client.UnsubscribeAsync("a");
        await client.ExpectNothingAsync();
        await host.PublishAsync("a", "price", "1");
        await host.PublishAsync("b", "price", "1");

        Assert.Equal("b", (await client.NextAsync("price")).Channel());
    }

    [Theory]
    [InlineData("a")]
    [InlineData("presence-a")]
    public async Task Subscribe_UnsubscribeSubscribePipelined_EndsSubscribed(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync(channel, """{"user_id":"u"}""");
        await client.UnsubscribeAsync(channel);
        await client.SubscribeAsync(channel, """{"user_id":"u"}""");
        await client.NextAsync("pusher_internal:subscription_succeeded");
        await client.NextAsync("pusher_internal:subscription_succeeded");
        await host.PublishAsync(channel, "price", "1");

        await client.NextAsync("price");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscribe_TwoHundredChannelsInABurst_AllAreAnsweredInOrder()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        string[] channels = [.. Enumerable.Range(0, 200).Select(i => $"{new[] { "", "private-", "presence-", "private-encrypted-" }[i % 4]}{i}")];

        foreach (string channel in channels)
        {
            await client.SubscribeAsync(channel, """{"user_id":"u"}""");
        }

        foreach (string channel in channels)
        {
            Assert.Equal(channel, (await client.NextAsync("pusher_internal:subscription_succeeded")).Channel());
        }
    }

    [Fact]
    public async Task Subscribe_TenThousandTimesAtOnce_IsAnsweredAndDisturbsNobody()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        PusherClient other = await host.ConnectAsync();
        await other.JoinAsync("a");

        Task sending = Task.Run(async () =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                await client.SendAsync("pusher:subscribe", new { channel = $"c{i}" });
            }
        });
        for (int i = 0; i < 10_000; i++)
        {
            Assert.Equal($"c{i}", (await client.NextAsync("pusher_internal:subscription_succeeded")).Channel());
            if (i % 1000 == 0)
            {
                await host.PublishAsync("a", "price", "1");
                await other.NextAsync("price");
            }
        }

        await sending.Await("sending the subscriptions");
        await host.PublishAsync("c9999", "last", "1");
        await client.NextAsync("last");
    }

    [Fact]
    public async Task SubscriptionCount_IsSwitchedOn_GoesToAllAtEveryChange()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.SubscriptionCounts = true);
        PusherClient first = await host.ConnectAsync();
        PusherClient second = await host.ConnectAsync();

        await first.JoinAsync("private-a");
        await first.ExpectAsync("""{"event":"pusher_internal:subscription_count","channel":"private-a","data":"{\"subscription_count\":1}"}""");
        await second.JoinAsync("private-a");
        await second.ExpectAsync("""{"event":"pusher_internal:subscription_count","channel":"private-a","data":"{\"subscription_count\":2}"}""");
        await first.ExpectAsync("""{"event":"pusher_internal:subscription_count","channel":"private-a","data":"{\"subscription_count\":2}"}""");
        await first.JoinAsync("private-a");
        await second.UnsubscribeAsync("private-a");

        await first.ExpectAsync("""{"event":"pusher_internal:subscription_count","channel":"private-a","data":"{\"subscription_count\":1}"}""");
    }

    [Fact]
    public async Task SubscriptionCount_PresenceChannel_HasNone()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.SubscriptionCounts = true);
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync("presence-a", """{"user_id":"u"}""");
        await client.SendAsync("pusher:ping", new { });
        await client.NextAsync("pusher:pong");
        await client.JoinAsync("b");

        await client.NextAsync("pusher_internal:subscription_count");
    }

    [Fact]
    public async Task SubscriptionCount_IsSwitchedOff_ThereIsNone()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync("a");

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Published_SocketIdIsExcluded_OthersGetIt()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient excluded = await host.ConnectAsync();
        PusherClient other = await host.ConnectAsync();
        NativeClient native = await host.ConnectNativeAsync("price");
        await excluded.JoinAsync("a");
        await other.JoinAsync("a");
        await native.SubscribeAsync("a");

        await host.PublishAsync("a", "price", "1", exceptSocketId: excluded.SocketId);

        await other.NextAsync("price");
        Assert.Equal("""{"channel":"a"}""", (await native.NextAsync()).Origin.GetRawText());
        await excluded.ExpectNothingAsync();
    }

    [Fact]
    public async Task HubMessage_ToTheGroup_ReachesThePusherClientAsAnEvent()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("private-encrypted-a");

        await host.HubContext.Clients.Group("private-encrypted-a").SendAsync("secret", new { nonce = "n", ciphertext = "c" });

        await client.ExpectAsync("""{"event":"secret","channel":"private-encrypted-a","data":"{\"nonce\":\"n\",\"ciphertext\":\"c\"}"}""");
    }

    private static async Task ExpectRefusalAsync(PusherClient client, string channel, string type, int status, string reason)
    {
        JsonElement refusal = await client.NextAsync("pusher:subscription_error");
        Assert.Equal(channel, refusal.Channel());
        Assert.Equal(
            (type, reason, status),
            (refusal.DataObject().GetProperty("type").GetString(),
                refusal.DataObject().GetProperty("error").GetString(),
                refusal.DataObject().GetProperty("status").GetInt32()));
        await client.ExpectErrorAsync(null, reason);
    }

    /// <summary>Leaves the channel and reads what was under way.</summary>
    private static async Task LeaveAsync(PusherClient client, string channel)
    {
        await client.UnsubscribeAsync(channel);
        await client.SendAsync("pusher:subscribe", new { channel = "left" });
        while ((await client.NextAsync()).Event() != "pusher_internal:subscription_succeeded")
        {
        }
    }
}
