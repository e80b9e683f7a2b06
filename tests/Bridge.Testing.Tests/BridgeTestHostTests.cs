// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Pusher.Apps;
using Bridge.Testing.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Testing.Tests;

/// <summary>The test kit does what docs/testing.md says; the first test is the one that stands there.</summary>
public sealed class BridgeTestHostTests
{
    [Fact]
    public async Task Say_TwoInTheRoom_ReachesTheOtherOnly()
    {
        await using BridgeTestHost host = await StartAsync();
        FakePusherClient ann = await host.ConnectPusherAsync("ann");
        FakePusherClient bob = await host.ConnectPusherAsync("bob");
        FakePusherClient cid = await host.ConnectPusherAsync("cid");
        await ann.SubscribeAsync("lobby");
        await bob.SubscribeAsync("lobby");
        await cid.SubscribeAsync("hall");

        await ann.TriggerAsync("lobby", "client-say", new { text = "hello" });

        Assert.Equal("\"hello\"", (await bob.NextAsync()).Data);
        await host.SettleAsync<RoomHub>();
        host.Log.AssertReached("said", "lobby", "bob");
    }

    [Fact]
    public async Task Time_ClientIsSilent_ClosesWhenTheClockSaysSo()
    {
        await using BridgeTestHost host = await StartAsync();
        FakePusherClient ann = await host.ConnectPusherAsync("ann");

        host.Time.Advance(TimeSpan.FromSeconds(150));
        Assert.False(ann.IsClosed);
        host.Time.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(4201, await ann.WaitForCloseAsync());
    }

    [Fact]
    public async Task AssertReached_SomebodyElseGotIt_SaysWho()
    {
        await using BridgeTestHost host = await StartAsync();
        FakePusherClient ann = await host.ConnectPusherAsync("ann");
        await ann.SubscribeAsync("lobby");
        await host.Services.GetRequiredService<IHubContext<RoomHub>>().Clients.Group("lobby").SendAsync("news", 1);
        await host.SettleAsync<RoomHub>();

        BridgeAssertionException failure = Assert.Throws<BridgeAssertionException>(() => host.Log.AssertReached("news", "lobby"));

        Assert.StartsWith("'news' on lobby was to reach nobody, but reached ann.", failure.Message, StringComparison.Ordinal);
        host.Log.Clear();
        host.Log.AssertReached("news", "lobby");
    }

    [Fact]
    public async Task Subscribe_HubRefuses_ThrowsItsWords()
    {
        await using BridgeTestHost host = await StartAsync();
        FakePusherClient ann = await host.ConnectPusherAsync("ann");

        BridgeAssertionException refusal = await Assert.ThrowsAsync<BridgeAssertionException>(() => ann.SubscribeAsync("closed"));

        Assert.Contains("Closed.", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("Closed.", await ann.NextErrorAsync());
    }

    [Fact]
    public async Task Connect_UnknownKey_SaysSo()
    {
        await using BridgeTestHost host = await StartAsync();

        BridgeAssertionException refusal = await Assert.ThrowsAsync<BridgeAssertionException>(
            () => host.ConnectPusherAsync("ann", new FakePusherClientOptions { AppKey = "other" }));

        Assert.Equal("The app has no Pusher app with the key 'other'.", refusal.Message);
    }

    [Fact]
    public async Task Connect_ForbiddenOrigin_ThrowsTheServersWords()
    {
        await using BridgeTestHost host = await StartAsync(app => app.AllowedOrigins.Add("https://good.example"));
        var options = new FakePusherClientOptions { Headers = { ["Origin"] = "https://evil.example" } };

        BridgeAssertionException refusal = await Assert.ThrowsAsync<BridgeAssertionException>(() => host.ConnectPusherAsync("ann", options));

        Assert.Contains("4009 Origin not allowed", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NextAsync_NothingComes_SaysWhatDid()
    {
        await using BridgeTestHost host = await StartAsync();
        FakePusherClient ann = await host.ConnectPusherAsync("ann");
        host.Patience = TimeSpan.FromMilliseconds(20);

        BridgeAssertionException failure = await Assert.ThrowsAsync<BridgeAssertionException>(ann.NextAsync);

        Assert.StartsWith("ann waited 0.02 s in vain for the next event.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateHandler_HttpRequest_ReachesTheApp()
    {
        await using BridgeTestHost host = await StartAsync();
        using var http = new HttpClient(host.CreateHandler());

        using HttpResponseMessage answer = await http.PostAsync(new Uri("http://in-memory/apps/9/events"), null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private static Task<BridgeTestHost> StartAsync(Action<PusherApp>? configure = null) => BridgeTestHost.StartAsync(
        builder => builder.Services.AddSignalR().AddBridge(bridge => bridge
            .AddPusher(pusher =>
            {
                var app = new PusherApp("1", "key", "secret");
                configure?.Invoke(app);
                pusher.Apps.Add(app);
            })
            .ForHub<RoomHub>(hub => hub.OnSubscribe(nameof(RoomHub.Join)).OnClientEvent("client-say", nameof(RoomHub.Say)))),
        app => app.MapBridge<RoomHub>());
}
