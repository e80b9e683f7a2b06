// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.Hubs;
using Bridge.Redis.Connections;
using Bridge.Redis.Health;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>A farm whose Redis goes away and comes back.</summary>
public sealed class OutageTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public Task DisposeAsync() => _redis.DisposeAsync().AsTask();

    [Fact]
    public async Task Restart_WithMembersOnTwoNodes_LocalGoesOnAndTheFarmComesBack()
    {
        await using FarmHost a = Node(), b = Node();
        TestClient here = await a.Hub.AddNativeAsync(), there = await b.Hub.AddDialectAsync();
        await a.Hub.Manager.AddToGroupAsync(here.ConnectionId, "room");
        await b.Hub.Manager.AddToGroupAsync(there.ConnectionId, "room");
        await a.Hub.Manager.SendGroupAsync("room", "Before", []);
        Assert.Equal("Before []", await here.ReadAsync());
        Assert.Equal("Before []", await there.ReadAsync());

        await _redis.KillAsync();
        await a.Log.WaitForAsync("RedisDown", TestConnection.Links);
        await b.Log.WaitForAsync("RedisDown", TestConnection.Links);
        await a.Hub.Manager.SendGroupAsync("room", "During", []);
        Assert.Equal("During []", await here.ReadAsync());

        // Joins are not held up: the new member is heard of as soon as Redis is back.
        TestClient late = await b.Hub.AddNativeAsync();
        await b.Hub.Manager.AddToGroupAsync(late.ConnectionId, "lobby").Within("the join");
        await Assert.ThrowsAsync<RedisUnavailableException>(() => a.Hub.Manager.AddToGroupAsync(late.ConnectionId, "room").Within("the failure"));

        await _redis.StartAsync();
        await b.Log.WaitForAsync("RedisUp", 2 * TestConnection.Links);
        await a.Log.WaitForAsync("RedisUp", 2 * TestConnection.Links);
        await b.Hub.Manager.AddToGroupAsync(there.ConnectionId, "barrier");
        await a.Hub.Manager.SendGroupAsync("lobby", "After", []);
        await a.Hub.Manager.SendGroupAsync("room", "After", []);
        Assert.Equal("After []", await late.ReadAsync());
        Assert.Equal("After []", await here.ReadAsync());

        // What was sent during the outage waited for Redis, and came if the other node was there first.
        string next = await there.ReadAsync();
        Assert.Equal("After []", next == "During []" ? await there.ReadAsync() : next);
    }

    [Fact]
    public async Task RedisIsNotThere_AtTheStart_NodeServesItsOwnAndJoinsLater()
    {
        await _redis.KillAsync();
        await using FarmHost a = Node(), b = Node();
        TestClient here = await a.Hub.AddNativeAsync().Within("the connection");
        await a.Hub.Manager.AddToGroupAsync(here.ConnectionId, "room").Within("the join");
        await a.Hub.Manager.SendGroupAsync("room", "Alone", []);
        Assert.Equal("Alone []", await here.ReadAsync());
        TestClient there = await b.Hub.AddNativeAsync().Within("the connection");

        await _redis.StartAsync();
        await a.Log.WaitForAsync("RedisUp", TestConnection.Links);
        await b.Log.WaitForAsync("RedisUp", TestConnection.Links);
        await a.Hub.Manager.AddToGroupAsync(here.ConnectionId, "barrier");
        await b.Hub.Manager.SendGroupAsync("room", "Together", []);
        Assert.Equal("Together []", await here.ReadAsync());
        Assert.NotNull(there);
    }

    [Fact]
    public async Task Health_WhileRedisIsAway_IsDegradedAndSaysWhy()
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        var check = new RedisHealthCheck(connection.Redis, new StateHealth());
        var context = new HealthCheckContext { Registration = new HealthCheckRegistration("redis", check, HealthStatus.Degraded, []) };
        Assert.Equal(HealthStatus.Healthy, (await check.CheckHealthAsync(context)).Status);
        await _redis.KillAsync();
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        HealthCheckResult result = await check.CheckHealthAsync(context);
        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.StartsWith("Cut off from the other nodes: ", result.Description, StringComparison.Ordinal);
    }

    private FarmHost Node() => new(
        _redis.Configuration, configure: services => services.Replace(ServiceDescriptor.Singleton(TimeProvider.System)));
}
