// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Users;

/// <summary>Users with connections on several nodes, and others who watch them.</summary>
public sealed class UserTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    private const string Watchlist = "#watchlist";

    private readonly TestUser _ann = NewUser("ann"), _bob = NewUser("bob");

    public static TheoryData<ClientKind> Kinds => [.. FarmClients.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task SendToUser_ThroughAnotherNode_ReachesTheConnectionsOnAllNodes(ClientKind kind)
    {
        await using ITestClient second = await SignInAsync(kind, Second, _bob);
        await using ITestClient third = await SignInAsync(ClientKind.PusherJs, Third, _bob);
        await using ITestClient other = await SignInAsync(kind, Second, _ann);
        RestClient backEnd = await RestClient.CreateAsync(Farm.Driver, First.Address);

        await backEnd.SendToUserAsync(_bob.Id, TestEvents.Message, Payload.Value);
        await backEnd.SendToUserAsync(_ann.Id, TestEvents.Fence, "x");

        string channel = $"#server-to-user-{_bob.Id}";
        Assert.Equal(Payload.On(channel, TestEvents.Message), await second.NextAsync(channel));
        Assert.Equal(Payload.On(channel, TestEvents.Message), await third.NextAsync(channel));
        Assert.Equal(TestEvents.Fence, (await other.NextAsync($"#server-to-user-{_ann.Id}")).Name);
        other.AssertNothingOn(channel);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Kill_NodeOfAWatchedUser_IsOfflineOnlyWhenNoOtherNodeHasTheUser(ClientKind kind)
    {
        await using ITestClient watcher = await SignInAsync(kind, First, _ann, _bob.Id);
        Assert.Equal(Told("offline"), await watcher.NextAsync(Watchlist));
        await using ITestClient second = await SignInAsync(ClientKind.PusherJs, Second, _bob);
        Assert.Equal(Told("online"), await watcher.NextAsync(Watchlist));
        await using ITestClient third = await SignInAsync(kind, Third, _bob);

        // Who watches from the start knows when the dead node's users were cleared away: its own user is offline then.
        TestUser cid = NewUser("cid");
        await using ITestClient alone = await SignInAsync(ClientKind.PusherJs, Second, cid);
        await using ITestClient witness = await SignInAsync(ClientKind.PusherJs, First, NewUser("dan"), cid.Id);
        Assert.Equal(Told("online", cid), await witness.NextAsync(Watchlist));
        await Second.KillAsync();
        await second.DisconnectAsync();
        await alone.DisconnectAsync();
        Assert.Equal(Told("offline", cid), await witness.NextAsync(Watchlist));
        watcher.AssertNothingOn(Watchlist);

        await third.DisconnectAsync();
        Assert.Equal(Told("offline"), await watcher.NextAsync(Watchlist));
    }

    private static TestUser NewUser(string name) => new($"{name}-{Guid.NewGuid():N}", name);

    private ReceivedEvent Told(string name, TestUser? user = null) => new(Watchlist, name, $"""["{(user ?? _bob).Id}"]""");

    private async Task<ITestClient> SignInAsync(ClientKind kind, FarmNode node, TestUser user, params string[] watchlist)
    {
        ITestClient client = await FarmClients.ConnectAsync(Farm.Driver, kind, node.Address);
        await client.SignInAsync(user, watchlist);
        return client;
    }
}
