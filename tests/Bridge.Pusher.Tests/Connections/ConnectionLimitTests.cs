// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>What one connection may do at most: channels at one time, and time without proving anything.</summary>
public sealed class ConnectionLimitTests
{
    private const string TooMany = "A connection may be subscribed to at most 2 channels.";

    [Fact]
    public async Task Subscribe_AsManyChannelsAsAllowed_RefusesTheNextUntilOneIsLeft()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.MaxChannelsPerConnection = 2);
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("a");
        await client.JoinAsync("private-b");

        await client.SubscribeAsync("c");
        await client.ExpectRefusalAsync("c", "LimitReached", 4100, TooMany);
        await host.PublishAsync("c", "secret", "1");
        await client.JoinAsync("a");
        await client.UnsubscribeAsync("a");
        await client.JoinAsync("c");
    }

    [Fact]
    public async Task Subscribe_OwnUserChannel_AlwaysFits()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.MaxChannelsPerConnection = 1);
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("a");
        await client.SignInAsync("""{"id":"u"}""");
        await client.NextAsync("pusher:signin_success");

        await client.JoinAsync("#server-to-user-u");
    }

    [Fact]
    public async Task Subscribe_NativeClientOverTheLimit_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.MaxChannelsPerConnection = 2);
        NativeClient native = await host.ConnectNativeAsync();
        await native.SubscribeAsync("a");
        await native.SubscribeAsync("b");

        HubException error = await Assert.ThrowsAsync<HubException>(() => native.SubscribeAsync("c"));

        Assert.EndsWith(TooMany, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silence_NothingProvedInTime_IsClosed()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.AuthorizationSeconds = 30);
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("public");
        await client.SendAsync("pusher:subscribe", new { channel = "private-a", auth = "key:bad" });
        await client.NextAsync("pusher:subscription_error");
        await client.NextAsync("pusher:error");

        host.Time.Advance(TimeSpan.FromSeconds(29));
        await client.ExpectNothingAsync();
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await client.ExpectErrorAsync(4009, "Connection not authorized within timeout.");
        Assert.Equal("Connection not authorized within timeout.", await client.ExpectCloseAsync(4009));
    }

    [Fact]
    public async Task Silence_SignedInOrSubscribedInTime_Stays()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.AuthorizationSeconds = 30);
        PusherClient user = await host.ConnectAsync();
        await user.SignInAsync("""{"id":"u"}""");
        await user.NextAsync("pusher:signin_success");
        PusherClient subscriber = await host.ConnectAsync();
        await subscriber.JoinAsync("private-a");
        await subscriber.UnsubscribeAsync("private-a");

        host.Time.Advance(TimeSpan.FromSeconds(31));

        await user.ExpectNothingAsync();
        await subscriber.ExpectNothingAsync();
    }
}
