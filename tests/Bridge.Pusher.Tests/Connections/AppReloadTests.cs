// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/operations/apps.md, "Reload": apps change while their clients are connected.</summary>
public sealed class AppReloadTests
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Reload_AppIsRemoved_ClosesItsConnectionsAndNoOthers()
    {
        PusherApp kept = App("2", "kept");
        await using PusherHost host = await PusherHost.StartAsync([App("1", "gone"), kept]);
        PusherClient gone = await host.ConnectAsync();
        PusherClient stays = await host.ConnectAsync(kept);

        host.Replace(kept);
        host.Time.Advance(CheckInterval);

        Assert.Equal(4001, await gone.CloseCodeAsync());
        await stays.ExpectNothingAsync();
    }

    [Fact]
    public async Task Reload_AppIsRemoved_TakesNothingMoreFromItsConnections()
    {
        await using PusherHost host = await PusherHost.StartAsync([App("1", "gone"), App("2", "kept")]);
        PusherClient gone = await host.ConnectAsync();

        host.Replace(App("2", "kept"));
        await gone.SubscribeAsync("a");

        await gone.ExpectErrorAsync(4001, "App key gone not in this cluster. Did you forget to specify the cluster?");
        await gone.ExpectCloseAsync(4001);
    }

    [Fact]
    public async Task Reload_AppIsDisabled_ClosesItsConnections()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        host.Replace(new PusherApp("1", "key", "secret") { Disabled = true });
        host.Time.Advance(CheckInterval);

        await client.ExpectErrorAsync(4003, "Application disabled");
        await client.ExpectCloseAsync(4003);
    }

    [Fact]
    public async Task Reload_GroupPrefixChanges_LetsTheClientsConnectAnew()
    {
        await using PusherHost host = await PusherHost.StartAsync([App("1", "a"), App("2", "b")]);
        PusherClient client = await host.ConnectAsync();

        host.Replace(new PusherApp("1", "a", "secret") { GroupPrefix = "other:" }, App("2", "b"));
        host.Time.Advance(CheckInterval);

        Assert.Equal(4200, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task Reload_PrefixesAreSwapped_LetsNobodyIntoTheOtherAppsChannels()
    {
        await using PusherHost host = await PusherHost.StartAsync([App("1", "a"), App("2", "b")]);
        PusherClient client = await host.ConnectAsync();

        host.Replace(
            new PusherApp("1", "a", "secret") { GroupPrefix = "b:" }, new PusherApp("2", "b", "secret") { GroupPrefix = "a:" });
        await client.SubscribeAsync("news");

        Assert.Equal(4200, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task Reload_RightsAndLimitsChange_HoldAtOnceForPresentConnections()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        PusherClient other = await host.ConnectAsync();
        await client.JoinAsync("private-a");
        await other.JoinAsync("private-a");

        host.Replace(new PusherApp("1", "key", "secret") { ClientEvents = false });
        await client.TriggerAsync("client-a", "private-a", 1);
        await client.ExpectErrorAsync(null, "To send client events, you must enable this feature in the Settings page of your dashboard.");

        host.Replace(new PusherApp("1", "key", "secret") { Limits = { ClientEventsPerSecond = 1, MaxChannelNameLength = 9 } });
        await client.TriggerAsync("client-a", "private-a", 2);
        await client.TriggerAsync("client-a", "private-a", 3);
        await client.ExpectErrorAsync(4301, "Client event rejected due to rate limit");
        await client.SubscribeAsync("ten-signs-");
        await client.ExpectRefusalAsync(
            "ten-signs-", "InvalidName", 400, "Invalid channel name: 1 to 9 characters of A-Za-z0-9_-=@,.; are allowed");
        Assert.Equal("2", (await other.NextAsync("client-a")).Data());
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task Reload_FewerConnectionsAreAllowed_KeepsThosePresentAndRefusesNewOnes()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient first = await host.ConnectAsync();
        PusherClient second = await host.ConnectAsync();

        host.Replace(new PusherApp("1", "key", "secret") { Limits = { MaxConnections = 1 } });
        host.Time.Advance(CheckInterval);
        PusherClient third = await host.OpenAsync("/app/key?protocol=7");

        Assert.Equal(4004, await third.CloseCodeAsync());
        await first.ExpectNothingAsync();
        await second.ExpectNothingAsync();
    }

    [Fact]
    public async Task Reload_IsBad_ChangesNothingAtAll()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        host.Replace(new PusherApp("1", "key", "secret") { Disabled = true }, new PusherApp("", "key", ""));
        host.Time.Advance(CheckInterval);

        await client.ExpectNothingAsync();
        Assert.Contains(host.Errors, error => error.Contains("Bridge:Apps:1:Id is missing.", StringComparison.Ordinal));
    }

    private static PusherApp App(string id, string key) => new(id, key, "secret") { GroupPrefix = $"{key}:" };
}
