// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Redis loses its data: what was reported before is not reported again, and what happened meanwhile is.</summary>
public sealed class LostDataTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private RedisServer _redis = null!;
    private StateNode _a = null!, _b = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        (_a, _b) = (NewNode(), NewNode());
        await _a.JoinAsync(Room, "a1", "ann");
        await _b.JoinAsync(Room, "b1", "bob");
        await _b.JoinAsync("plain", "b1");
        await Eventually.EqualAsync("+ann +bob", () => _a.Seen(Room));
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Flushed_EverybodyStays_NothingIsReportedAgain()
    {
        await FlushAsync();
        await BackWithAsync(nodes: 2, connections: 2);
        await _b.JoinAsync(Room, "b2", "cid");
        await EndAsync("b1", "b2");

        await Eventually.EqualAsync("added ann, added bob, added cid, occupied, removed ann, removed bob, removed cid, vacated", () => Reports(Room));
        await Eventually.EqualAsync("occupied, vacated", () => Reports("plain"));
    }

    [Fact]
    public async Task Flushed_SomebodyComesAndGoesAtOnce_IsReportedOnce()
    {
        await FlushAsync();
        await Task.WhenAll(_a.JoinAsync(Room, "a2", "cid"), _b.LeaveAsync(Room, "b1"));
        await BackWithAsync(nodes: 1, connections: 2);
        await Eventually.EqualAsync("added ann, added bob, added cid, occupied, removed bob", () => Reports(Room));
        await EndAsync("a2");

        await Eventually.EqualAsync("added ann, added bob, added cid, occupied, removed ann, removed bob, removed cid, vacated", () => Reports(Room));
    }

    [Fact]
    public async Task RestartedEmpty_PeopleCameAndWentMeanwhile_IsReportedOnce()
    {
        await _redis.KillAsync();
        await _b.LeaveAsync(Room, "b1");
        await _b.JoinAsync(Room, "b2", "dan");
        await _a.JoinAsync(Room, "a2", "ann");
        await _redis.StartAsync();
        await BackWithAsync(nodes: 2, connections: 3);
        await Eventually.EqualAsync("added ann, added bob, added dan, occupied, removed bob", () => Reports(Room));
        await EndAsync("a2", "b2");

        await Eventually.EqualAsync("added ann, added bob, added dan, occupied, removed ann, removed bob, removed dan, vacated", () => Reports(Room));
    }

    [Fact]
    public async Task RestartedEmpty_EverybodyWentMeanwhile_IsReportedOnce()
    {
        await _redis.KillAsync();
        await EndAsync("b1");
        await _redis.StartAsync();

        await Eventually.EqualAsync("added ann, added bob, occupied, removed ann, removed bob, vacated", () => Reports(Room));
        await Eventually.EqualAsync("occupied, vacated", () => Reports("plain"));
    }

    [Fact]
    public async Task RestartedEmpty_SomebodyHasMovedToTheOtherNode_NothingIsReported()
    {
        await _redis.KillAsync();
        await _b.LeaveAsync(Room, "b1");
        await _a.JoinAsync(Room, "a2", "bob");
        await _redis.StartAsync();
        await BackWithAsync(nodes: 1, connections: 2);
        await EndAsync("a2");

        await Eventually.EqualAsync("added ann, added bob, occupied, removed ann, removed bob, vacated", () => Reports(Room));
    }

    [Fact]
    public async Task Flushed_OthersDoNotComeBack_ChannelsAreReadAgainTogether()
    {
        const int Rooms = 3;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int reads = 0;
        await using var node = new StateNode(_redis.Configuration, intercept: redis => new InterceptedConnection(redis, asks: script =>
        {
            if (script == RedisScripts.ReadChannel && Interlocked.Increment(ref reads) == Rooms)
            {
                all.SetResult();
            }

            return script == RedisScripts.ReadChannel ? all.Task.Within("all channels to be read") : Task.CompletedTask;
        }));
        for (int i = 0; i < Rooms; i++)
        {
            await _b.JoinAsync($"presence-{i}", "b1", "bob");
            await node.JoinAsync($"presence-{i}", "1", "cid");
        }

        await _b.DisposeAsync();
        await FlushAsync();
        for (int i = 0; i < Rooms; i++)
        {
            await Eventually.EqualAsync("+cid -bob", () => node.Seen($"presence-{i}"));
        }
    }

    // Long enough for both nodes to be back before it ends.
    private StateNode NewNode() => new(_redis.Configuration, options => options.DepartureGrace = TimeSpan.FromSeconds(3));

    private Task FlushAsync() => CommandAsync("FLUSHALL");

    /// <summary>The nodes with somebody on the channel have brought them to Redis again.</summary>
    private async Task BackWithAsync(int nodes, int connections)
    {
        await _a.Log.WaitForAsync("NodeGivenUp");
        await _b.Log.WaitForAsync("NodeGivenUp");
        string[] keys = [$"bridge:Hub:channel:{{{Room}}}:nodes", $"bridge:Hub:channel:{{{Room}}}"];
        await Eventually.EqualAsync(($"{nodes}", $"{connections}"), async () => (
            (await CommandAsync("HLEN", keys[0])).ToString(), (await CommandAsync("HGET", keys[1], "connections")).ToString()));
    }

    private async Task<RespValue> CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
    }

    private async Task EndAsync(params string[] others)
    {
        await _a.LeaveAsync(Room, "a1");
        await _b.LeaveAsync("plain", "b1");
        foreach (string connection in others)
        {
            await (connection[0] == 'a' ? _a : _b).LeaveAsync(Room, connection);
        }
    }

    private string Reports(string group) => string.Join(", ", _a.Observer.ActivitiesOn(group).Concat(_b.Observer.ActivitiesOn(group)).Order(StringComparer.Ordinal));
}
