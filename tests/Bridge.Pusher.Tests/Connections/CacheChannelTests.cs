// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Cache channels".</summary>
public sealed class CacheChannelTests
{
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
