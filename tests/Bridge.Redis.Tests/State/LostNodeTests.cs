// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Nodes that die, or are taken for dead and come back.</summary>
public sealed class LostNodeTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private RedisServer _redis = null!;
    private StateNode _a = null!, _b = null!, _c = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b, _c) = (new StateNode(_redis.Configuration), new StateNode(_redis.Configuration), new StateNode(_redis.Configuration));
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _c.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Node_Dies_ItsConnectionsAreTakenOffOnceAndReportedOnce()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await _a.JoinAsync("presence-alone", "a1", "ann");
        await _b.JoinAsync(Room, "b1", "bob");
        await _c.JoinAsync(Room, "c1", "ann");
        await _c.JoinAsync(Room, "c2", "cid");

        await _a.KillAsync();
        await Eventually.EqualAsync(new ChannelOccupancy(3, 3), () => _b.OccupancyAsync(Room));
        await Eventually.EqualAsync(new ChannelOccupancy(0, 0), () => _b.OccupancyAsync("presence-alone"));
        await Eventually.EqualAsync("removed ann, vacated", () => Reports("presence-alone"));
        await Eventually.EqualAsync(1, Reaped);

        // Ann is on another node as well.
        Assert.DoesNotContain("-ann", _b.Told(Room), StringComparison.Ordinal);
        await Eventually.EqualAsync(1, Reaped);
        await _b.KillAsync();
        await Eventually.EqualAsync("+cid  by c2, -bob", () => _c.Told(Room));
        await Eventually.EqualAsync("ann cid", () => _c.MembersAsync(Room));
        await Eventually.EqualAsync(2, Reaped);
    }

    [Fact]
    public async Task Node_TakenForDead_TakesANewNameAndComesBack()
    {
        await _a.JoinAsync(Room, "a1", "ann");
        await _b.JoinAsync(Room, "b1", "bob");
        await ForgetNodesAsync();
        await _a.Log.WaitForAsync("NodeGivenUp");
        await _b.Log.WaitForAsync("NodeGivenUp");
        await Eventually.EqualAsync("1 1", NamesAsync);
        await Eventually.EqualAsync(new ChannelOccupancy(2, 2), () => _c.OccupancyAsync(Room));
        await Eventually.EqualAsync("+ann  by a1, +bob  by b1", () => _a.Told(Room));
        await _a.LeaveAsync(Room, "a1");
        await Eventually.EqualAsync(new ChannelOccupancy(1, 1), () => _c.OccupancyAsync(Room));
        await Eventually.EqualAsync("+bob  by b1, -ann", () => _b.Told(Room));

        await _b.JoinAsync(Room, "b2", "cid");
        await _b.KillAsync();
        await Eventually.EqualAsync(new ChannelOccupancy(0, 0), () => _c.OccupancyAsync(Room));
    }

    /// <summary>The numbers in the names of the nodes on the channel.</summary>
    private async ValueTask<string> NamesAsync() => string.Join(' ', (await _c.Redis.ExecuteAsync(
        RespCommand.Of("HKEYS", $"bridge:Hub:channel:{{{Room}}}:nodes"), CancellationToken.None)).Items.Select(name => Path.GetExtension(name.ToString()).TrimStart('.')));

    private int Reaped() => _b.Log.Count("NodeReaped") + _c.Log.Count("NodeReaped");

    private string Reports(string group) => string.Join(", ", _b.Observer.ActivitiesOn(group).Concat(_c.Observer.ActivitiesOn(group)));

    // What a node finds that was frozen for longer than its lease.
    private async Task ForgetNodesAsync() => await _c.Redis.ExecuteAsync(RespCommand.Of("DEL", "bridge:Hub:nodes"), CancellationToken.None);
}
