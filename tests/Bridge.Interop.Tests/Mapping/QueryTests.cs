// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>A hub that asks who is in its groups, which are presence channels of legacy clients: on one node, and on two with Redis.</summary>
public sealed class QueryTests : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _owned = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            await _owned[i].DisposeAsync();
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Queries_InsideTheHub_CountMembersOfEveryKindAndNode(bool isFarm)
    {
        string? redis = isFarm ? Owned(await RedisProcess.StartAsync()).Configuration : null;
        HubApp one = await StartAsync(redis);
        HubApp two = isFarm ? await StartAsync(redis) : one;
        PusherTestClient ann = await one.ConnectPusherAsync(null, "answer");
        NodeHubClient bob = await two.ConnectHubAsync("bob", "answer");
        NodeHubClient bobAgain = await one.ConnectHubAsync("bob", "answer");
        PusherTestClient cid = await two.ConnectPusherAsync(null, "answer");

        await ann.SubscribeAsync("presence-a", new TestUser("ann", "Ann"));
        await bob.InvokeAsync("Join", "a");
        await bobAgain.InvokeAsync("Join", "a");
        await cid.SubscribeAsync("presence-a", new TestUser("bob", "Bob"));
        await cid.SubscribeAsync("presence-b", new TestUser("bob", "Bob"));
        await AssertBothHearAsync("4/2: ann bob; presence-a 4/2, presence-b 1/1", ann, bob);

        await cid.UnsubscribeAsync("presence-a");
        await bob.InvokeAsync("Leave", "a");
        await AssertBothHearAsync("2/2: ann bob; presence-a 2/2, presence-b 1/1", cid, bob);

        await bobAgain.InvokeAsync("Leave", "a");
        await AssertBothHearAsync("1/1: ann; presence-a 1/1, presence-b 1/1", ann, bob);
    }

    /// <summary>Two ask about room a: the hub works off what each has asked for before.</summary>
    private static async Task AssertBothHearAsync(string answer, PusherTestClient legacy, NodeHubClient native)
    {
        await legacy.SendAsync("presence-a", "client-ask", new { });
        Assert.Equal($"\"{answer}\"", (await legacy.NextAsync("")).Data);
        await native.InvokeAsync("Ask", "a");
        Assert.Equal($"answer [\"{answer}\"]", await native.NextAsync());
    }

    private async Task<HubApp> StartAsync(string? redis) => Owned(await HubApp.StartAsync<RoomHub>(
        hub => hub
            .MapGroups("presence-", "room-")
            .OnSubscribe(nameof(RoomHub.Join))
            .OnUnsubscribe(nameof(RoomHub.Leave))
            .OnClientEvent("client-ask", nameof(RoomHub.Ask)),
        signalR =>
        {
            if (redis is not null)
            {
                signalR.AddBridgeRedis(redis);
            }
        }));

    private T Owned<T>(T resource)
        where T : IAsyncDisposable
    {
        _owned.Add(resource);
        return resource;
    }
}
