// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Subscribing".</summary>
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
}
