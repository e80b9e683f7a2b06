// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Users;

namespace Bridge.Core.Tests.Hubs;

public sealed class ChannelHubUserTests
{
    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public async Task SignIn_Accepted_EventsForTheUserArrive(HubJsonKind json)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(json);
        ChannelHubClient ann = await server.ConnectAsync();
        ChannelHubClient stranger = await server.ConnectAsync();
        Assert.Equal("ann", await ann.SignInAsync("ann"));
        await server.PublishAsync("#server-to-user-ann", "news", EventData.FromText("""{"a":1}"""));
        await server.Manager.SendUserAsync("ann", "last", []);
        Assert.Equal("""news {"a":1} {"channel":"#server-to-user-ann"}""", await ann.ReadAsync());
        Assert.Equal("last", await ann.ReadAsync());
        await stranger.AssertNothingMoreAsync(server.Manager);
    }

    [Fact]
    public async Task SignIn_WrongSignatureOrNothing_SaysWhy()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient client = await server.ConnectAsync();
        const string Reason = "The signature is not that of this connection.";
        await ChannelHubClient.AssertRefusedAsync(Reason, client.InvokeAsync<string>("SignIn", new { auth = "ok:1.1", userData = "ann" }));
        await ChannelHubClient.AssertRefusedAsync(Reason, client.InvokeAsync<string>("SignIn", new { }));
        await ChannelHubClient.AssertRefusedAsync(Reason, client.InvokeAsync<string>("SignIn", [null]));
        await server.Manager.SendUserAsync("ann", "last", []);
        await client.AssertNothingMoreAsync(server.Manager);
    }

    [Fact]
    public async Task SignIn_Again_IsHarmlessAsTheSameUserAndRefusedAsAnother()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient client = await server.ConnectAsync();
        await client.SignInAsync("ann");
        Assert.Equal("ann", await client.SignInAsync("ann"));
        await ChannelHubClient.AssertRefusedAsync("already signed in as another user", client.SignInAsync("bob"));
        await server.PublishAsync("#server-to-user-ann", "news", EventData.EmptyObject);
        Assert.StartsWith("news ", await client.ReadAsync(), StringComparison.Ordinal);
        await client.AssertNothingMoreAsync(server.Manager);
    }

    [Fact]
    public async Task Watchlist_SwitchedOn_TellsWhoIsThereAndWhoComesAndGoes()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText, new ChannelSettings { Watchlists = true });
        ChannelHubClient ann = await server.ConnectAsync();
        ChannelHubClient bob = await server.ConnectAsync();
        await bob.SignInAsync("bob");
        await ann.SignInAsync("ann,bob,cid");
        Assert.StartsWith(
            """pusher:watchlist_events {"events":[{"name":"online","user_ids":["bob"]},{"name":"offline","user_ids":["cid"]}]} """,
            await ann.ReadAsync(),
            StringComparison.Ordinal);

        ChannelHubClient cid = await server.ConnectAsync();
        await cid.SignInAsync("cid");
        Assert.StartsWith(
            """pusher:watchlist_events {"events":[{"name":"online","user_ids":["cid"]}]} """, await ann.ReadAsync(), StringComparison.Ordinal);
        await bob.AssertNothingMoreAsync(server.Manager);
    }

    [Fact]
    public async Task Watchlist_UserGoes_TellsItWhenTheDelayIsOver()
    {
        await using var host = new HubTestHost<Bridge.Core.Hubs.ChannelHub>();
        host.Namespaces.Settings = new ChannelSettings { Watchlists = true };
        NativeTestClient ann = await host.ConnectNativeAsync();
        await ann.InvokeAsync("id", "GetSocketId", "[]");
        string socketId = (await ann.ReadRecordAsync()).GetProperty("result").GetString()!;
        TestClient bob = await host.AddAsync(ClientKind.Dialect, "bob");
        await ann.InvokeAsync("in", "SignIn", $$"""[{"auth":"ok:{{socketId}}","userData":"ann,bob"}]""");
        Assert.Contains("online", await ann.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal("ann", (await ann.ReadRecordAsync()).GetProperty("result").GetString());

        await bob.DisconnectAsync();
        host.Time.Advance(new UserStateOptions().OfflineDelay);
        Assert.StartsWith(
            """pusher:watchlist_events [{"events":[{"name":"offline","user_ids":["bob"]}]}""", await ann.ReadAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_ConnectionEndsMeanwhile_LeavesNothing()
    {
        await using var host = new HubTestHost<Bridge.Core.Hubs.ChannelHub>();
        host.Namespaces.Settings = new ChannelSettings { Watchlists = true };
        DialectTestClient client = await host.AddDialectAsync("guest");
        await client.DisconnectAsync();
        await client.Connection.SignInAsync(new SignedInUser("ann", null, ["bob"]), host.Namespaces.Find(string.Empty)!);
        Assert.Empty(host.Registry.Users.Find("ann"));
        host.AssertNothingIsLeft();
    }
}
