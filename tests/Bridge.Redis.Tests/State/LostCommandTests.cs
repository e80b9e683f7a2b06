// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Presence;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>What a transition brings about does not depend on a second command, nor on the order of such commands.</summary>
public sealed class LostCommandTests : IAsyncLifetime
{
    private const string Room = "presence-room";
    private const string Due = "bridge:Hub:due:channels";
    private RedisServer _redis = null!;
    private StateNode _other = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _other = NewNode(_ => true);
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Leave_NothingArrivesAfterIt_DepartureIsReportedWhenTheGraceHasEnded()
    {
        await using StateNode node = NewNode(command => !command.Contains($"\r\n{Due}\r\n", StringComparison.Ordinal));
        await node.JoinAsync(Room, "1", "ann");
        await node.LeaveAsync(Room, "1", LeaveReason.Disconnected);

        await Eventually.EqualAsync("added ann, occupied, removed ann, vacated", () => Reports(node));
        await Eventually.EqualAsync(string.Empty, () => KeysAsync($"*{Room}*"));
    }

    [Fact]
    public async Task Due_EntryIsLost_DepartureIsReportedWhenSomebodyClearsUpThere()
    {
        await using StateNode node = NewNode(_ => true, grace: TimeSpan.FromMinutes(1));
        await node.JoinAsync(Room, "1", "ann");
        await node.LeaveAsync(Room, "1", LeaveReason.Disconnected);
        await EndGraceAsync();
        await CommandAsync("DEL", Due);

        await CommandAsync("SADD", "bridge:Hub:node:ghost:groups", Room);
        await CommandAsync("ZADD", "bridge:Hub:dead", "1", "ghost");
        await Eventually.EqualAsync("added ann, occupied, removed ann, vacated", () => Reports(node));
    }

    [Fact]
    public async Task Due_EntryIsLost_DepartureIsReportedWhenANodeBringsTheChannelBack()
    {
        await using StateNode node = NewNode(_ => true, grace: TimeSpan.FromMinutes(1));
        await node.JoinAsync(Room, "1", "ann");
        await node.JoinAsync(Room, "2", "bob");
        await node.LeaveAsync(Room, "1", LeaveReason.Disconnected);
        await EndGraceAsync();
        await CommandAsync("DEL", Due);

        await KillLinksAsync();
        await Eventually.EqualAsync("added ann, added bob, occupied, removed ann", () => Reports(node));
    }

    [Fact]
    public async Task Join_WhileTheChannelIsBeingForgotten_WhoClearsUpAfterTheNodeFindsIt()
    {
        StateNode node = null!;
        Task? joining = null;
        await using StateNode subject = node = NewNode(command =>
        {
            if (command.Contains("\r\nSREM\r\n", StringComparison.Ordinal) && joining is null)
            {
                joining = node.JoinAsync(Room, "2", "bob");
            }

            return true;
        });
        await node.JoinAsync(Room, "1", "ann");
        await node.LeaveAsync(Room, "1");
        await (joining ?? node.JoinAsync(Room, "2", "bob"));
        await node.PublishAsync("cache-barrier", "1");

        await node.DisposeAsync();
        await Eventually.EqualAsync(new ChannelOccupancy(0, 0), () => _other.OccupancyAsync(Room));
    }

    private StateNode NewNode(Func<string, bool> passes, TimeSpan? grace = null) => new(
        _redis.Configuration,
        options => options.DepartureGrace = grace ?? options.DepartureGrace,
        redis => new InterceptedConnection(redis, passes));

    // What a minute would do.
    private async Task EndGraceAsync()
    {
        string channel = $"bridge:Hub:channel:{{{Room}}}", departed = $"{channel}:departed";
        Assert.Equal("1", (await CommandAsync("ZCARD", departed)).ToString());
        await CommandAsync("ZADD", departed, "1", "ann");
        await CommandAsync("HSET", channel, "vacated_at", "1");
    }

    private async Task KillLinksAsync()
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        await connection.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"), CancellationToken.None);
    }

    private async Task<RespValue> CommandAsync(params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
    }

    private async ValueTask<string> KeysAsync(string pattern)
    {
        var keys = new StringBuilder();
        foreach (RespValue key in (await _other.Redis.ExecuteAsync(RespCommand.Of("KEYS", pattern), CancellationToken.None)).Items)
        {
            keys.Append(key).Append(' ');
        }

        return keys.ToString();
    }

    private string Reports(StateNode node) =>
        string.Join(", ", node.Observer.ActivitiesOn(Room).Concat(_other.Observer.ActivitiesOn(Room)).Order(StringComparer.Ordinal));
}
