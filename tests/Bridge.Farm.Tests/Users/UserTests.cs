// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Diagnostics;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Users;

/// <summary>Users with connections on several nodes, and others who watch them.</summary>
public sealed class UserTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    private const string Watchlist = "#watchlist";

    private readonly ConcurrentBag<ITestClient> _clients = [];
    private readonly TestUser _ann = NewUser("ann"), _bob = NewUser("bob");

    public static TheoryData<ClientKind> Kinds => [.. FarmClients.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SendToUser_ThroughAnotherNode_ReachesTheConnectionsOnAllNodes(ClientKind kind)
    {
        ITestClient second = await SignInAsync(kind, Second, _bob);
        ITestClient third = await SignInAsync(ClientKind.PusherJs, Third, _bob);
        ITestClient other = await SignInAsync(kind, Second, _ann);
        RestClient backEnd = await RestClient.CreateAsync(Farm.Driver, First.Address);

        await backEnd.SendToUserAsync(_bob.Id, TestEvents.Message, Payload.Value);
        await backEnd.SendToUserAsync(_ann.Id, TestEvents.Fence, "x");

        string channel = $"#server-to-user-{_bob.Id}";
        Assert.Equal(Payload.On(channel, TestEvents.Message), await second.NextAsync(channel));
        Assert.Equal(Payload.On(channel, TestEvents.Message), await third.NextAsync(channel));
        Assert.Equal(TestEvents.Fence, (await other.NextAsync($"#server-to-user-{_ann.Id}")).Name);
        other.AssertNothingOn(channel);
    }

    [Fact]
    public async Task Kill_NodeOfAWatchedUser_IsOfflineOnlyWhenNoOtherNodeHasTheUser()
    {
        ITestClient[] watchers = await Task.WhenAll(FarmClients.Kinds.Select(kind => SignInAsync(kind, First, NewUser("watcher"), _bob.Id)));
        await AllAreToldAsync(watchers, Told("offline"));
        ITestClient second = await SignInAsync(ClientKind.PusherJs, Second, _bob);
        await AllAreToldAsync(watchers, Told("online"));
        ITestClient[] thirds = await Task.WhenAll(FarmClients.Kinds.Select(kind => SignInAsync(kind, Third, _bob)));

        // Who watches from the start knows when the dead node's users were cleared away: its own user is offline then.
        TestUser cid = NewUser("cid");
        ITestClient alone = await SignInAsync(ClientKind.PusherJs, Second, cid);
        ITestClient witness = await SignInAsync(ClientKind.PusherJs, First, NewUser("dan"), cid.Id);
        Assert.Equal(Told("online", cid), await witness.NextAsync(Watchlist));
        long killed = Stopwatch.GetTimestamp();
        await Second.KillAsync();
        await second.DisconnectAsync();
        await alone.DisconnectAsync();
        Assert.Equal(Told("offline", cid), await witness.NextAsync(Watchlist));
        Assert.InRange(Stopwatch.GetElapsedTime(killed), TimeSpan.Zero, BridgeFarm.Recovery);
        Assert.All(watchers, watcher => watcher.AssertNothingOn(Watchlist));

        // The server's own doing: what it tells a user, and that it ends all its connections, on whatever node.
        await AssertReachesAsync(_bob, thirds);
        await (await RestClient.CreateAsync(Farm.Driver, First.Address)).TerminateAsync(_bob.Id);
        await AllAreToldAsync(watchers, Told("offline"));
    }

    /// <summary>Redis comes back without its data: the nodes tell it again who is signed in.</summary>
    [Fact]
    public async Task RedisRestartsEmpty_SignedInUsersAreReachedAndWatchedAsBefore()
    {
        ITestClient[] watchers = await Task.WhenAll(FarmClients.Kinds.Select(kind => SignInAsync(kind, First, NewUser("watcher"), _bob.Id, _ann.Id)));
        await AllAreToldAsync(watchers, new ReceivedEvent(Watchlist, "offline", $"""["{_bob.Id}","{_ann.Id}"]"""));
        ITestClient second = await SignInAsync(ClientKind.PusherJs, Second, _bob);
        await AllAreToldAsync(watchers, Told("online"));

        await Farm.Redis.KillAsync();
        await Task.WhenAll(Farm.Nodes.Select(node => node.WaitUntilDegradedAsync()));
        ITestClient third = await SignInAsync(ClientKind.SignalRJs, Third, _bob);
        await Farm.Redis.StartAsync();
        await Task.WhenAll(Farm.Nodes.Select(node => node.WaitUntilHealthyAsync()));

        // A user who comes now is told after everything that Redis had lost.
        await SignInAsync(ClientKind.PusherJs, Third, _ann);
        await AllAreToldAsync(watchers, Told("online", _ann));
        await AssertReachesAsync(_bob, second, third);
        await second.DisconnectAsync();
        await third.DisconnectAsync();
        await AllAreToldAsync(watchers, Told("offline"));
    }

    public override async Task DisposeAsync()
    {
        await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));
        await base.DisposeAsync();
    }

    private static async Task AllAreToldAsync(ITestClient[] watchers, ReceivedEvent told) =>
        Assert.All(await Task.WhenAll(watchers.Select(watcher => watcher.NextAsync(Watchlist))), next => Assert.Equal(told, next));

    /// <summary>What is sent to a user through any node comes once to each of the user's connections.</summary>
    private async Task AssertReachesAsync(TestUser user, params ITestClient[] clients)
    {
        string channel = $"#server-to-user-{user.Id}";
        foreach (FarmNode node in Farm.Nodes.Where(node => !node.IsDead))
        {
            RestClient backEnd = await RestClient.CreateAsync(Farm.Driver, node.Address);
            await backEnd.SendToUserAsync(user.Id, TestEvents.Message, Payload.Value);
            Assert.All(
                await Task.WhenAll(clients.Select(client => client.NextAsync(channel))),
                next => Assert.Equal(Payload.On(channel, TestEvents.Message), next));
        }

        Assert.All(clients, client => client.AssertNothingOn(channel));
    }

    private static TestUser NewUser(string name) => new($"{name}-{Guid.NewGuid():N}", name);

    private ReceivedEvent Told(string name, TestUser? user = null) => new(Watchlist, name, $"""["{(user ?? _bob).Id}"]""");

    private async Task<ITestClient> SignInAsync(ClientKind kind, FarmNode node, TestUser user, params string[] watchlist)
    {
        ITestClient client = await FarmClients.ConnectAsync(Farm.Driver, kind, node.Address);
        _clients.Add(client);
        await client.SignInAsync(user, watchlist);
        return client;
    }
}
