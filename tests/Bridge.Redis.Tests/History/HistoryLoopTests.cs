// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;
using Bridge.Core.Backplane;
using Bridge.Core.History;
using Bridge.Redis.Backplane;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.History;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Wire;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Redis.Tests.History;

/// <summary>What one message does to those behind it.</summary>
public sealed class HistoryLoopTests : IAsyncLifetime
{
    private static readonly HistoryLimits Limits = new(10, TimeSpan.FromMinutes(1));

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _redis.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Append_ObserverThrows_LaterMessagesGetTheirPlaces(bool isUp)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        if (!isUp)
        {
            await _redis.KillAsync();
            await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        }

        var observer = new ThrowingOnce();
        await using var history = Create(connection, observer);
        await AppendAsync(history).Within("the message that can't be delivered");
        await AppendAsync(history).Within("the next message");
        Assert.Equal(2, observer.Told);
        Assert.Equal(1, connection.Log.Count("HistoryDeliveryFailed"));
    }

    [Fact]
    public async Task Append_KeyOfAWrongType_IsToldOnceAndDegradesTheHealth()
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_redis.Configuration);
        await connection.Redis.ExecuteAsync(RespCommand.Of("SET", "bridge:Hub:history:{news}", "mine"), CancellationToken.None);
        await using var history = Create(connection, new ThrowingOnce());
        for (int i = 0; i < 5; i++)
        {
            await AppendAsync(history).Within("the message");
        }

        Assert.Equal(1, connection.Log.Count("HistoryRefused"));
        Assert.StartsWith("histories of bridge:Hub: ", connection.Health.Failure, StringComparison.Ordinal);
        Assert.Contains("WRONGTYPE", connection.Health.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_MoreBytesThanMayWait_WaitsForRoom()
    {
        var queue = new AppendQueue(mostBytes: 2_500);
        Assert.True(await queue.AddAsync(Message(1_000)));
        Assert.True(await queue.AddAsync(Message(1_000)));
        ValueTask<bool> third = queue.AddAsync(Message(1_000));
        Assert.False(third.IsCompleted);

        List<HistoryAppend> batch = [];
        queue.Take(batch, most: 1);
        Assert.True(await third.AsTask().Within("room"));
        queue.Take(batch, most: 10);
        Assert.Equal([1, 2, 3], batch.Select(append => append.Number));

        Assert.True(await queue.AddAsync(Message(5_000)));
        queue.Close();
        queue.Take(batch, most: 10);
        Assert.False(await queue.AddAsync(Message(1)));
    }

    private RedisChannelHistory Create(TestConnection connection, IHistoryObserver observer)
    {
        var server = ServerName.New();
        var services = new RedisBackplaneServices(
            connection.Redis, new RedisMetrics(_services.GetRequiredService<IMeterFactory>()), connection.Health, new BridgeRedisOptions { Configuration = "x" },
            TimeProvider.System, connection.Log);
        return new RedisChannelHistory(services, server, new RedisChannels("Hub", server), "bridge:Hub", observer);
    }

    private static Task AppendAsync(RedisChannelHistory history) => history.AppendAsync("news", Limits, Source(10), new object());

    private static HistoryAppend Message(int bytes)
    {
        var append = new HistoryAppend("news", Limits, Source(bytes), new object());
        append.Encode(ServerName.New());
        return append;
    }

    private static BackplaneMessage Source(int bytes) => new() { Payloads = [new SerializedMessage("json", new byte[bytes])] };

    private sealed class ThrowingOnce : IHistoryObserver
    {
        public int Told { get; private set; }

        public void OnAppended(string group, HistoryPosition position, object publication) => Tell();

        public void OnDeferred(string group, long ownNumber, object publication) => Tell();

        private void Tell()
        {
            if (++Told == 1)
            {
                throw new InvalidOperationException("The list was changed while it was written.");
            }
        }
    }
}
