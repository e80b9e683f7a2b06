// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Tests.Hubs;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>What SignalR's published scale-out specification asks, and what the bridge promises beyond it, on three nodes.</summary>
[Collection(nameof(RedisCollection))]
public sealed class FarmTests : IAsyncDisposable
{
    private static readonly object?[] World = ["World"];
    private readonly FarmHost _a, _b, _c;

    public FarmTests(RedisFixture redis)
    {
        string farm = redis.NextFarm();
        (_a, _b, _c) = (new FarmHost(farm), new FarmHost(farm), new FarmHost(farm));
    }

    public static TheoryData<ClientKind> Kinds => new(ClientKind.Native, ClientKind.Dialect);

    private HubLifetimeManager<PlainHub> A => _a.Hub.Manager;

    private HubLifetimeManager<PlainHub> B => _b.Hub.Manager;

    public async ValueTask DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _c.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Send_ToAllGroupAndUser_ReachesEachNodesClientsOnce(ClientKind kind)
    {
        TestClient[] clients = [await _a.Hub.AddAsync(kind, "ann"), await _b.Hub.AddAsync(kind, "ann"), await _c.Hub.AddAsync(kind, "ann")];
        foreach ((TestClient client, FarmHost host) in clients.Zip([_a, _b, _c]))
        {
            await host.Hub.Manager.AddToGroupAsync(client.ConnectionId, "room");
        }

        await A.SendAllAsync("All", World);
        await A.SendGroupAsync("room", "Group", World);
        await A.SendUserAsync("ann", "User", World);
        await A.SendAllExceptAsync("AllBut", World, [clients[0].ConnectionId, clients[2].ConnectionId]);
        await A.SendGroupExceptAsync("room", "GroupBut", World, [clients[1].ConnectionId]);
        await A.SendAllAsync("Last", []);
        string[] common = ["""All ["World"]""", """Group ["World"]""", """User ["World"]"""];
        string[] group = [.. common, """GroupBut ["World"]""", "Last []"];
        string[] all = [.. common, """AllBut ["World"]""", "Last []"];
        Assert.Equal(group, await clients[0].ReadAsync(5));
        Assert.Equal(all, await clients[1].ReadAsync(5));
        Assert.Equal(group, await clients[2].ReadAsync(5));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Groups_ChangedFromAnotherNode_InAlreadyInAndNotIn(ClientKind kind)
    {
        TestClient client = await _a.Hub.AddAsync(kind);
        await B.RemoveFromGroupAsync(client.ConnectionId, "room").Within("the removal of who is not in");
        await B.AddToGroupAsync(client.ConnectionId, "room").Within("the addition");
        await B.AddToGroupAsync(client.ConnectionId, "room").Within("the second addition");
        await A.AddToGroupAsync(client.ConnectionId, "room");
        await B.SendGroupAsync("room", "One", World);
        await B.RemoveFromGroupAsync(client.ConnectionId, "room").Within("the removal");
        await B.SendGroupAsync("room", "None", World);
        await B.SendConnectionAsync(client.ConnectionId, "Last", []);
        Assert.Equal(["""One ["World"]""", "Last []"], await client.ReadAsync(2));
    }

    [Fact]
    public async Task Groups_ConnectionThatNoNodeHas_IsIgnoredAtOnce()
    {
        await A.AddToGroupAsync("nobody", "room").Within("nothing");
        await A.RemoveFromGroupAsync("nobody", "room").Within("nothing");
    }

    [Fact]
    public async Task Invoke_ClientOfAnotherNode_GivesItsResultOrItsError()
    {
        NativeTestClient client = await _a.Hub.ConnectNativeAsync();
        Task<int> sum = B.InvokeConnectionAsync<int>(client.ConnectionId, "Add", [1, 2], CancellationToken.None);
        await AnswerAsync(client, "Add [1,2]", "\"result\":3");
        Assert.Equal(3, await sum.Within("the result"));

        Task<Dictionary<string, int[]>> large = B.InvokeConnectionAsync<Dictionary<string, int[]>>(client.ConnectionId, "Get", [], CancellationToken.None);
        await AnswerAsync(client, "Get []", "\"result\":{\"é\":[1,2]}");
        int[] numbers = (await large.Within("the result"))["é"];
        Assert.Equal([1, 2], numbers);

        Task<int> failed = B.InvokeConnectionAsync<int>(client.ConnectionId, "Fail", [], CancellationToken.None);
        await AnswerAsync(client, "Fail []", "\"error\":\"no\"");
        Assert.Equal("no", (await Assert.ThrowsAsync<HubException>(() => failed.Within("the error"))).Message);
    }

    [Fact]
    public async Task Invoke_ClientOfAnotherNodeGoesAway_FailsInsteadOfWaiting()
    {
        NativeTestClient client = await _a.Hub.ConnectNativeAsync();
        Task<int> result = B.InvokeConnectionAsync<int>(client.ConnectionId, "Number", [], CancellationToken.None);
        await client.ReadRecordAsync();
        _a.Hub.Registry.Find(client.ConnectionId)!.Connection.Abort();
        HubException failure = await Assert.ThrowsAsync<HubException>(() => result.Within("the failure"));
        Assert.Equal("Connection disconnected.", failure.Message);
    }

    [Fact]
    public async Task Invoke_NobodyOrLegacyClient_FailsAtOnce()
    {
        await Assert.ThrowsAsync<IOException>(() => A.InvokeConnectionAsync<int>("none", "Number", [], CancellationToken.None).Within("the failure"));
        DialectTestClient legacy = await _b.Hub.AddDialectAsync();
        HubException failure = await Assert.ThrowsAsync<HubException>(
            () => A.InvokeConnectionAsync<int>(legacy.ConnectionId, "Number", [], CancellationToken.None).Within("the failure"));
        Assert.Contains("can't return results", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_ManyFromOneNodeByManyThreads_EveryNodeSeesTheSameOrder()
    {
        TestClient[] clients = [await _a.Hub.AddDialectAsync(), await _b.Hub.AddNativeAsync(), await _c.Hub.AddDialectAsync()];
        foreach ((TestClient client, FarmHost host) in clients.Zip([_a, _b, _c]))
        {
            await host.Hub.Manager.AddToGroupAsync(client.ConnectionId, "room");
        }

        const int each = 250;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(async () =>
        {
            for (int i = 0; i < each; i++)
            {
                await A.SendGroupAsync("room", "At", [thread, i]);
            }
        }))).Within("the messages to be sent");
        string[] own = await clients[0].ReadAsync(4 * each);
        Assert.Equal(own, await clients[1].ReadAsync(4 * each));
        Assert.Equal(own, await clients[2].ReadAsync(4 * each));
    }

    [Fact]
    public async Task PublishEvent_WithUserAndExcept_KeepsThemOnOtherNodes()
    {
        DialectTestClient one = await _b.Hub.AddDialectAsync(), two = await _b.Hub.AddDialectAsync();
        await B.AddToGroupAsync(one.ConnectionId, "app:room");
        await B.AddToGroupAsync(two.ConnectionId, "app:room");
        await _a.Hub.Publisher.PublishAsync(new ChannelEvent
        {
            Group = "app:room", Name = "news", Data = EventData.FromText(""" {"a":1} """), ExceptSocketId = one.ConnectionId, UserId = "ann",
        });
        await A.SendAllAsync("Last", []);
        Assert.Equal("""room|news [ {"a":1} ]""", await two.ReadMessageAsync());
        Assert.Equal("|Last []", await two.ReadMessageAsync());
        Assert.Equal("|Last []", await one.ReadMessageAsync());
    }

    [Fact]
    public async Task PublishEvent_ToAUser_ReachesTheUsersConnectionsOnOtherNodes()
    {
        DialectTestClient client = await _b.Hub.AddDialectAsync("ann");
        await _a.Hub.Publisher.PublishAsync(new ChannelEvent { Group = "#server-to-user-ann", Name = "news", Data = EventData.FromText("hi") });
        Assert.Equal("""#server-to-user-ann|news ["hi"]""", await client.ReadMessageAsync());
    }

    private static async Task AnswerAsync(NativeTestClient client, string expected, string answer)
    {
        JsonElement invocation = await client.ReadRecordAsync();
        Assert.Equal(expected, NativeTestClient.Words(invocation));
        await client.SendAsync($$"""{"type":3,"invocationId":"{{invocation.GetProperty("invocationId").GetString()}}",{{answer}}}""");
    }
}
