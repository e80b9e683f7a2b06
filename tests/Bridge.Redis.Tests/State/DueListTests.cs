// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;
using System.Globalization;
using Bridge.Redis.Backplane;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Backplane;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Redis.Tests.State;

/// <summary>What is due, however much it is, and whatever is wrong with some of it.</summary>
[Collection(nameof(RedisCollection))]
public sealed class DueListTests(RedisFixture redis) : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly string _key = $"due:{Guid.NewGuid():N}";
    private readonly List<string> _settled = [];
    private TestConnection _connection = null!;
    private DueList _due = null!;

    public async Task InitializeAsync()
    {
        _connection = await TestConnection.OpenAsync(redis.Configuration);
        var metrics = new RedisMetrics(_services.GetRequiredService<IMeterFactory>());
        _due = new DueList(
            new StateServices(
                _connection.Redis, new BridgeRedisOptions(), new StateHealth(), new MalformedInput(metrics, _connection.Log), TimeProvider.System, _connection.Log),
            StateKeys.Bytes(_key));
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Fact]
    public async Task Settle_ThousandsAreDue_SettlesAllAtOnce()
    {
        string[] names = [.. Enumerable.Range(0, 2000).Select(i => $"n{i}")];
        await AddAsync(names);
        await SettleAsync();
        Assert.Equal(names.Order(StringComparer.Ordinal), _settled.Order(StringComparer.Ordinal));
        Assert.Equal("0", await LeftAsync());
    }

    [Fact]
    public async Task Settle_MoreComesUpThanCanBeSettled_LetsOtherWorkHaveItsTurn()
    {
        string[] names = [.. Enumerable.Range(0, 256).Select(i => $"n{i}")];
        await AddAsync(names);
        await _due.SettleAsync(DueList.Each(name => Settle(name, "1")), CancellationToken.None).Within("a bounded number to be settled");
        Assert.Equal(names.Length, await CountDueAsync());
    }

    [Fact]
    public async Task Settle_OneFailsBecauseOfAKey_OthersAreFinishedAndItIsTriedAgain()
    {
        await AddAsync("good", "bad", "better");
        KeyFailureException failure = await Assert.ThrowsAsync<KeyFailureException>(() => SettleAsync("bad"));
        Assert.StartsWith("bad: ", failure.Message, StringComparison.Ordinal);
        Assert.Equal("1", await LeftAsync());
        await Assert.ThrowsAsync<KeyFailureException>(() => SettleAsync("bad"));
        await SettleAsync();
        Assert.Equal("0", await LeftAsync());
        Assert.Equal(["bad", "better", "good"], _settled.Order(StringComparer.Ordinal));
    }

    private async Task SettleAsync(string? bad = null) => await _due.SettleAsync(
        DueList.Each(name => ChannelReply.Text(name) == bad
            ? Task.FromException<ReadOnlyMemory<byte>>(new RedisServerException("WRONGTYPE of the test"))
            : Settle(name, "0")),
        CancellationToken.None).Within("what is due to be settled");

    private Task<ReadOnlyMemory<byte>> Settle(RespValue name, string next)
    {
        _settled.Add(ChannelReply.Text(name));
        return Task.FromResult<ReadOnlyMemory<byte>>(StateKeys.Bytes(next));
    }

    private Task AddAsync(params string[] names) => CommandAsync(["ZADD", _key, .. names.SelectMany(name => new[] { "1", name })]);

    private async Task<string> LeftAsync() => (await CommandAsync("ZCARD", _key)).ToString();

    private async Task<int> CountDueAsync() =>
        int.Parse((await CommandAsync("ZCOUNT", _key, "-inf", "1")).ToString(), CultureInfo.InvariantCulture);

    private Task<RespValue> CommandAsync(params string[] words) =>
        _connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
}
