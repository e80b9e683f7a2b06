// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Redis.Tests.Backplane;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.Roaming;

/// <summary>What a client hears when the node that has its session is not there any more, and when Redis is not.</summary>
[Collection(nameof(RedisCollection))]
public sealed class LostOwnerTests(RedisFixture redis)
{
    private const string Session = "/echo/000/a-session";

    private readonly string _farm = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData("xhr", "c[1002,\"Connection interrupted\"]\n")]
    [InlineData("xhr_send", "404 Error: Page not found\n")]
    public async Task Request_OwnerIsUnreachable_IsAnsweredInTheProtocol(string request, string expected)
    {
        var nowhere = new Uri($"http://127.0.0.1:{RedisServer.FreePort()}");
        await using RoamingNode owner = await RoamingNode.StartAsync(redis.Configuration, _farm, nowhere);
        await using RoamingNode other = await RoamingNode.StartAsync(redis.Configuration, _farm);
        await owner.PostAsync($"{Session}/xhr");

        Assert.Equal(expected, (await other.PostAsync($"{Session}/{request}", "[\"x\"]")).Body);

        // Nobody has the session now, so it can begin anew.
        Assert.Equal("o\n", (await other.PostAsync($"{Session}/xhr")).Body);
    }

    [Fact]
    public async Task Request_AnotherProcessHasTheOwnersAddress_IsNotTakenForIt()
    {
        await using RoamingNode heir = await RoamingNode.StartAsync(redis.Configuration, _farm);
        await using RoamingNode owner = await RoamingNode.StartAsync(redis.Configuration, _farm, heir.Address);
        await using RoamingNode other = await RoamingNode.StartAsync(redis.Configuration, _farm);
        await owner.PostAsync($"{Session}/xhr");

        Assert.Equal("c[1002,\"Connection interrupted\"]\n", (await other.PostAsync($"{Session}/xhr")).Body);
        Assert.Equal(0, heir.Sessions.Begun);
    }

    [Fact]
    public async Task Request_OwnerWithAnotherSecret_IsNotServedThere()
    {
        await using RoamingNode stranger = await RoamingNode.StartAsync(redis.Configuration, "another farm " + _farm);
        await using RoamingNode owner = await RoamingNode.StartAsync(redis.Configuration, _farm, stranger.Address);
        await using RoamingNode other = await RoamingNode.StartAsync(redis.Configuration, _farm);
        await owner.PostAsync($"{Session}/xhr");
        await other.PostAsync($"{Session}/xhr");
        Assert.Equal(0, stranger.Sessions.Begun);
    }

    [Fact]
    public async Task OwnerStops_InTheMiddleOfAStream_ClientHearsItAndBeginsAnew()
    {
        await using RoamingNode owner = await RoamingNode.StartAsync(redis.Configuration, _farm);
        await using RoamingNode other = await RoamingNode.StartAsync(redis.Configuration, _farm);
        await owner.PostAsync($"{Session}/xhr");
        using HttpResponseMessage stream = await other.SendAsync(HttpMethod.Post, $"{Session}/xhr_streaming");
        Task<string> body = stream.Content.ReadAsStringAsync();

        await owner.StopAsync();

        Assert.EndsWith("c[1001,\"Server is shutting down\"]\n", await body.Within("the end of the stream"), StringComparison.Ordinal);
        Assert.StartsWith("c[1002", (await other.PostAsync($"{Session}/xhr")).Body, StringComparison.Ordinal);
        Assert.Equal("o\n", (await other.PostAsync($"{Session}/xhr")).Body);
    }

    [Fact]
    public async Task Open_RedisIsAway_EachNodeIsAlone()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RoamingNode node = await RoamingNode.StartAsync(server.Configuration, _farm);
        await server.KillAsync();
        await node.Log.WaitForAsync("RedisDown");

        Assert.Equal("o\n", (await node.PostAsync($"{Session}/xhr")).Body);
        Task<(HttpStatusCode, string Body)> poll = node.PostAsync($"{Session}/xhr");
        await node.PostAsync($"{Session}/xhr_send", "[\"x\"]");
        Assert.Equal("a[\"x\"]\n", (await poll).Body);
    }
}
