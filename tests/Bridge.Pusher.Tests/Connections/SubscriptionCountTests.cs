// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Subscription counts".</summary>
public sealed class SubscriptionCountTests
{
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
}
