// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Connections;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Core.Tests.Hubs;

/// <summary>
/// What SignalR's published specification tests ask of any hub lifetime manager, for native and for legacy connections. That
/// somebody gets nothing is shown by a last message to all: it must be the next one that arrives.
/// </summary>
public abstract class HubLifetimeManagerSpecification : IAsyncDisposable
{
    private const string Hello = """Hello ["World"]""";
    private const string Last = "Last []";
    private static readonly object?[] World = ["World"];

    private readonly HubTestHost<PlainHub> _host;

    private protected HubLifetimeManagerSpecification(Action<IServiceCollection>? configure = null) =>
        _host = new HubTestHost<PlainHub>(options => options.Shards = 1, configure);

    public static TheoryData<ClientKind, ClientKind> Pairs =>
        new()
        {
            { ClientKind.Native, ClientKind.Native },
            { ClientKind.Native, ClientKind.Dialect },
            { ClientKind.Dialect, ClientKind.Native },
            { ClientKind.Dialect, ClientKind.Dialect },
        };

    /// <summary>The manager that is asked: that of the node that the clients are connected to, or of another one.</summary>
    private protected virtual HubLifetimeManager<PlainHub> Manager => _host.Manager;

    public virtual async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendAll_Always_ReachesEverybody(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one);
        TestClient second = await _host.AddAsync(other);
        await Manager.SendAllAsync("Hello", World);
        await AssertReceivesAsync(first, Hello);
        await AssertReceivesAsync(second, Hello);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendAllExcept_OneExcluded_ReachesTheOther(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one);
        TestClient second = await _host.AddAsync(other);
        await Manager.SendAllExceptAsync("Hello", World, [second.ConnectionId, "nobody"]);
        await AssertReceivesAsync(first, Hello);
        await AssertReceivesAsync(second);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendAll_EverybodyLeftAndSomebodyCame_ReachesThem(ClientKind one, ClientKind other)
    {
        await (await _host.AddAsync(one)).DisconnectAsync();
        TestClient second = await _host.AddAsync(other);
        await AssertReceivesAsync(second);
        await second.DisconnectAsync();
        _host.AssertNothingIsLeft();
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendConnection_Always_ReachesThatOne(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one);
        TestClient second = await _host.AddAsync(other);
        await Manager.SendConnectionAsync(first.ConnectionId, "Hello", World);
        await AssertReceivesAsync(first, Hello);
        await AssertReceivesAsync(second);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendConnections_SomeUnknown_ReachesTheOthers(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one);
        TestClient second = await _host.AddAsync(other);
        await Manager.SendConnectionsAsync(["nobody", first.ConnectionId, second.ConnectionId], "Hello", World);
        await AssertReceivesAsync(first, Hello);
        await AssertReceivesAsync(second, Hello);
    }

    [Fact]
    public async Task SendConnection_Unknown_IsHarmless() => await Manager.SendConnectionAsync("nobody", "Hello", World);

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendGroup_OneIsMember_ReachesThatOne(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one);
        TestClient second = await _host.AddAsync(other);
        await Manager.AddToGroupAsync(first.ConnectionId, "room");
        await Manager.SendGroupAsync("room", "Hello", World);
        await AssertReceivesAsync(first, Hello);
        await AssertReceivesAsync(second);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendGroups_MemberOfBoth_GetsBoth(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one);
        TestClient second = await _host.AddAsync(other);
        await Manager.AddToGroupAsync(first.ConnectionId, "room");
        await Manager.AddToGroupAsync(first.ConnectionId, "hall");
        await Manager.AddToGroupAsync(second.ConnectionId, "hall");
        await Manager.SendGroupsAsync(["room", "hall", "empty"], "Hello", World);
        await AssertReceivesAsync(first, Hello, Hello);
        await AssertReceivesAsync(second, Hello);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendGroupExcept_OneExcluded_ReachesTheOther(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one);
        TestClient second = await _host.AddAsync(other);
        await Manager.AddToGroupAsync(first.ConnectionId, "room");
        await Manager.AddToGroupAsync(second.ConnectionId, "room");
        await Manager.SendGroupExceptAsync("room", "Hello", World, [first.ConnectionId]);
        await Manager.SendGroupExceptAsync("room", "Nobody", World, [first.ConnectionId, second.ConnectionId]);
        await AssertReceivesAsync(first);
        await AssertReceivesAsync(second, Hello);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendUser_TwoConnections_ReachesBoth(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one, "ann");
        TestClient second = await _host.AddAsync(other, "ann");
        TestClient stranger = await _host.AddAsync(one, "bob");
        await Manager.SendUserAsync("ann", "Hello", World);
        await AssertReceivesAsync(first, Hello);
        await AssertReceivesAsync(second, Hello);
        await AssertReceivesAsync(stranger);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task SendUsers_SomeUnknown_ReachesTheOthers(ClientKind one, ClientKind other)
    {
        TestClient first = await _host.AddAsync(one, "ann");
        TestClient second = await _host.AddAsync(other, "bob");
        TestClient stranger = await _host.AddAsync(one);
        await Manager.SendUsersAsync(["ann", "nobody", "bob"], "Hello", World);
        await AssertReceivesAsync(first, Hello);
        await AssertReceivesAsync(second, Hello);
        await AssertReceivesAsync(stranger);
    }

    [Fact]
    public async Task SendUser_LegacyConnection_GetsItOnTheUsersOwnChannel()
    {
        DialectTestClient client = await _host.AddDialectAsync("ann");
        await Manager.SendUserAsync("ann", "Hello", World);
        Assert.Equal("#server-to-user-ann|" + Hello, await client.ReadMessageAsync());
    }

    [Fact]
    public async Task SendGroup_LegacyConnection_GetsTheChannelWithoutThePrefix()
    {
        DialectTestClient client = await _host.AddDialectAsync();
        await Manager.AddToGroupAsync(client.ConnectionId, "app:room");
        await Manager.SendGroupAsync("app:room", "Hello", World);
        await Manager.SendAllAsync("Hello", World);
        Assert.Equal("room|" + Hello, await client.ReadMessageAsync());
        Assert.Equal("|" + Hello, await client.ReadMessageAsync());
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task Send_AfterDisconnect_ReachesNobody(ClientKind kind)
    {
        TestClient gone = await _host.AddAsync(kind, "ann");
        TestClient stays = await _host.AddAsync(kind);
        await Manager.AddToGroupAsync(gone.ConnectionId, "room");
        await gone.DisconnectAsync();
        await Manager.SendAllAsync("Hello", World);
        await Manager.SendGroupAsync("room", "Hello", World);
        await Manager.SendUserAsync("ann", "Hello", World);
        await Manager.SendConnectionAsync(gone.ConnectionId, "Hello", World);
        await AssertReceivesAsync(stays, Hello);
        await Assert.ThrowsAsync<TimeoutException>(() => gone.ReadAsync().WaitAsync(TimeSpan.Zero));
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task AddToGroup_Twice_OneMessageAndOneLeave(ClientKind kind)
    {
        TestClient client = await _host.AddAsync(kind);
        await Manager.AddToGroupAsync(client.ConnectionId, "room");
        await Manager.AddToGroupAsync(client.ConnectionId, "room");
        await Manager.SendGroupAsync("room", "Hello", World);
        await Manager.RemoveFromGroupAsync(client.ConnectionId, "room");
        await Manager.SendGroupAsync("room", "Nobody", World);
        await AssertReceivesAsync(client, Hello);
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task AddToGroup_AfterRemove_ReceivesAgain(ClientKind kind)
    {
        TestClient client = await _host.AddAsync(kind);
        await Manager.AddToGroupAsync(client.ConnectionId, "room");
        await Manager.RemoveFromGroupAsync(client.ConnectionId, "room");
        await Manager.AddToGroupAsync(client.ConnectionId, "room");
        await Manager.SendGroupAsync("room", "Hello", World);
        await AssertReceivesAsync(client, Hello);
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task Groups_UnknownConnectionOrGroup_IsHarmless(ClientKind kind)
    {
        TestClient client = await _host.AddAsync(kind);
        await Manager.AddToGroupAsync("nobody", "room");
        await Manager.RemoveFromGroupAsync("nobody", "room");
        await Manager.RemoveFromGroupAsync(client.ConnectionId, "room");
        await Manager.SendGroupAsync("room", "Hello", World);
        await AssertReceivesAsync(client);
        await client.DisconnectAsync();
        _host.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task Disconnect_OnGroupsAsAUser_LeavesNothing(ClientKind kind)
    {
        TestClient client = await _host.AddAsync(kind, "ann");
        foreach (string group in new[] { "room", "presence-room", "private-cache-room", "app:presence-room" })
        {
            await Manager.AddToGroupAsync(client.ConnectionId, group);
        }

        Assert.Equal(4, _host.Registry.GroupCount);
        Assert.Equal("ann", Assert.Single((await RejoinAsync(client, "app:presence-room")).Members).UserId);
        await client.DisconnectAsync();
        _host.AssertNothingIsLeft();
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task AddToGroup_PresenceWithoutAUser_IsOnTheChannelAndNoMember(ClientKind kind)
    {
        TestClient client = await _host.AddAsync(kind);
        await Manager.AddToGroupAsync(client.ConnectionId, "presence-room");
        await Manager.SendGroupAsync("presence-room", "Hello", World);
        await AssertReceivesAsync(client, Hello);
        Assert.Equal(new ChannelOccupancy(1, 0), await _host.Queries.GetOccupancyAsync("presence-room"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SendGroup_OneMembersWritesFail_ReachesTheOthers(bool synchronously)
    {
        NativeTestClient first = await _host.AddNativeAsync();
        var failing = new FailingContext(new DefaultConnectionContext("failing"), synchronously);
        await _host.AddAsync(failing);
        NativeTestClient last = await _host.AddNativeAsync();
        string[] members = [first.ConnectionId, failing.ConnectionId, last.ConnectionId];
        foreach (string member in members)
        {
            await Manager.AddToGroupAsync(member, "room");
        }

        await Manager.SendGroupAsync("room", "Hello", World);
        await AssertReceivesAsync(first, Hello);
        await AssertReceivesAsync(last, Hello);
        Assert.Equal(1, failing.Writes);
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task Send_ArgumentCantBeSerialised_FailsAtTheSenderAndHarmsNoReceiver(ClientKind kind)
    {
        TestClient client = await _host.AddAsync(kind);
        await Manager.AddToGroupAsync(client.ConnectionId, "room");
        object?[] unserialisable = [(Action)(() => { })];
        await Assert.ThrowsAsync<NotSupportedException>(() => Manager.SendGroupAsync("room", "Hello", unserialisable));
        await Assert.ThrowsAsync<NotSupportedException>(() => Manager.SendConnectionAsync(client.ConnectionId, "Hello", unserialisable));
        await AssertReceivesAsync(client);
    }

    [Fact]
    public async Task SendGroup_DialectHasNoWordForIt_OthersGetIt()
    {
        DialectTestClient legacy = await _host.AddDialectAsync();
        NativeTestClient native = await _host.AddNativeAsync();
        await Manager.AddToGroupAsync(legacy.ConnectionId, "room");
        await Manager.AddToGroupAsync(native.ConnectionId, "room");
        await Manager.SendGroupAsync("room", "unspeakable", []);
        await AssertReceivesAsync(legacy);
        await AssertReceivesAsync(native, "unspeakable []");
    }

    private async Task<JoinResult> RejoinAsync(TestClient client, string group)
    {
        var join = new ChannelJoin(0, group, ChannelGrant.Allowed);
        await _host.Channels.JoinAsync(_host.Registry.Find(client.ConnectionId)!, group, join);
        return join.Result!;
    }

    private async Task AssertReceivesAsync(TestClient client, params string[] expected)
    {
        await Manager.SendConnectionAsync(client.ConnectionId, "Last", []);
        string[] received = await client.ReadAsync(expected.Length + 1);
        Assert.Equal([.. expected, Last], received);
    }

    private sealed class FailingContext(ConnectionContext connection, bool synchronously)
        : HubConnectionContext(connection, new HubConnectionContextOptions(), NullLoggerFactory.Instance)
    {
        public int Writes { get; private set; }

        public override ValueTask WriteAsync(SerializedHubMessage message, CancellationToken cancellationToken = default)
        {
            Writes++;
            var failure = new IOException("The pipe is broken.");
            return synchronously ? throw failure : ValueTask.FromException(failure);
        }
    }
}
