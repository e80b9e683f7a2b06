// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Pusher.Tests.Mapping;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>The table "Whom a hub addresses" of docs/mapping.md, row by row: which binds of pusher-js get what, beside a native client.</summary>
public sealed class ClientsTests : IAsyncLifetime
{
    private const string OnNone = "news 7 on none: pusher.bind, pusher.bind_global";
    private const string OnRoom = "news 7 on room: channel.bind, pusher.bind, pusher.bind_global";
    private const string OnHall = "news 7 on hall: channel.bind, pusher.bind, pusher.bind_global";
    private const string OnLobby = "news 7 on lobby: pusher.bind, pusher.bind_global";
    private const string OnLobbySubscribed = "news 7 on lobby: channel.bind, pusher.bind, pusher.bind_global";
    private const string SignedIn = "news 7 on #server-to-user-bob: pusher.bind, pusher.bind_global, pusher.user.bind";
    private const string Authenticated = "news 7 on #server-to-user-cid: pusher.bind, pusher.bind_global";
    private const string Native = "news [7]";

    private HubApp _app = null!;
    private BindingTestClient _ann = null!;
    private BindingTestClient _bob = null!;
    private BindingTestClient _cid = null!;
    private NodeHubClient _eve = null!;

    /// <summary>
    /// Ann calls. She, Bob and Eve are in the room, Bob and Cid in the hall, Ann and Eve in the kitchen, which is no channel, and all in
    /// the lobby, where Cid has subscribed. Bob has signed in, Cid and Eve have cookies. In the ids {name} is the connection.
    /// </summary>
    public static TheoryData<string, string[], string[], string[], string[], string[]> Rows => new()
    {
        { "All", [], [OnNone], [OnNone], [OnNone], [Native] },
        { "AllExcept", ["{bob}"], [OnNone], [], [OnNone], [Native] },
        { "Others", [], [], [OnNone], [OnNone], [Native] },
        { "Caller", [], [OnNone], [], [], [] },
        { "Client", ["{cid}"], [], [], [OnNone], [] },
        { "Clients", ["{ann}", "{cid}", "{eve}"], [OnNone], [], [OnNone], [Native] },
        { "Group", ["room"], [OnRoom], [OnRoom], [], [Native] },
        { "Groups", ["room", "hall"], [OnRoom], [OnRoom, OnHall], [OnHall], [Native] },
        { "GroupExcept", ["room", "{bob}"], [OnRoom], [], [], [Native] },
        { "OthersInGroup", ["room"], [], [OnRoom], [], [Native] },
        { "Group", ["kitchen"], [OnNone], [], [], [Native] },
        { "Group", ["lobby"], [OnLobby], [OnLobby], [OnLobbySubscribed], [Native] },
        { "User", ["bob"], [], [SignedIn], [], [] },
        { "Users", ["bob", "cid", "eve", "nobody"], [], [SignedIn], [Authenticated], [Native] },
    };

    public async Task InitializeAsync()
    {
        _app = await HubApp.StartAsync<TargetHub>(hub => hub
            .MapGroups(channel => channel, group => group == "kitchen" ? null : group)
            .OnSubscribe(nameof(TargetHub.Join))
            .OnClientEvent("client-join", nameof(TargetHub.Join), "data")
            .OnClientEvent("client-send", nameof(TargetHub.Send))
            .OnClientEvent("client-fence", nameof(TargetHub.Fence)));
        _ann = await _app.ConnectBindingAsync(user: null, "news", "fence");
        _bob = await _app.ConnectBindingAsync(user: null, "news", "fence");
        _cid = await _app.ConnectBindingAsync(user: "cid", "news", "fence");
        _eve = await _app.ConnectHubAsync(user: "eve", "news", "fence");
        await _bob.SignInAsync(TestUser.Bob);
        await _ann.SendAsync("none", "client-join", "kitchen");
        await _ann.SubscribeAsync("room");
        await _bob.SubscribeAsync("room");
        await _bob.SubscribeAsync("hall");
        await _cid.SubscribeAsync("hall");
        await _cid.SubscribeAsync("lobby");
        await _eve.InvokeAsync("Join", "room");
        await _eve.InvokeAsync("Join", "kitchen");
    }

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Clients_EachTarget_IsHandedToTheBindsOfTheTable(
        string to, string[] ids, string[] ann, string[] bob, string[] cid, string[] eve)
    {
        Dictionary<string, string> connections = new()
        {
            ["{ann}"] = await _ann.GetSocketIdAsync(),
            ["{bob}"] = await _bob.GetSocketIdAsync(),
            ["{cid}"] = await _cid.GetSocketIdAsync(),
            ["{eve}"] = await _eve.GetConnectionIdAsync(),
        };

        await _ann.SendAsync("room", "client-send", new { to, ids = ids.Select(id => connections.GetValueOrDefault(id, id)) });
        await _ann.SendAsync("room", "client-fence", new { });

        Assert.Equal(ann, await _ann.UntilFenceAsync());
        Assert.Equal(bob, await _bob.UntilFenceAsync());
        Assert.Equal(cid, await _cid.UntilFenceAsync());
        Assert.Equal([.. eve, "fence []"], await NextOfEveAsync(eve.Length + 1));
    }

    [Fact]
    public async Task ClientResult_OfPusherJs_FailsAtOnceAndNothingArrives()
    {
        ClientException failure = await Assert.ThrowsAsync<ClientException>(
            async () => await _eve.InvokeAsync("Ask", await _bob.GetSocketIdAsync()));
        await _eve.InvokeAsync("Fence");

        Assert.Contains("An unexpected error occurred invoking 'Ask'", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await _bob.UntilFenceAsync());
    }

    private async Task<List<string>> NextOfEveAsync(int count)
    {
        List<string> calls = [];
        while (calls.Count < count)
        {
            calls.Add(await _eve.NextAsync());
        }

        return calls;
    }
}
