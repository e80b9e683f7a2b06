// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;
using Bridge.Redis.Backplane;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.State;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Redis.Tests.Backplane;

public sealed class ConnectionWatchTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    private readonly ManualTimeProvider _time = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly CountingRedis _redis = new();
    private readonly ConnectionWatch _watch;
    private readonly List<string> _asked = [];
    private bool _isAnswered = true;

    public ConnectionWatchTests() => _watch = new ConnectionWatch(
        new RedisBackplaneServices(
            _redis, new RedisMetrics(_services.GetRequiredService<IMeterFactory>()), new StateHealth(), new BridgeRedisOptions { Configuration = "x" }, _time, new RecordedLog()),
        connectionId =>
        {
            _asked.Add(connectionId);
            return Task.FromResult(_isAnswered);
        });

    public void Dispose() => _services.Dispose();

    [Fact]
    public async Task Watch_NobodyHearsForALease_IsGone()
    {
        Task gone = _watch.WaitUntilGoneAsync("id-a", "a", CancellationToken.None);
        Task other = _watch.WaitUntilGoneAsync("id-b", "b", CancellationToken.None);
        _redis.Hearing["b"] = 1;
        for (int i = 0; i < 4; i++)
        {
            Assert.False(gone.IsCompleted);
            await LookAsync();
        }

        await LookAsync();
        await gone.Within("the end");
        Assert.False(other.IsCompleted);
    }

    [Fact]
    public async Task Watch_IsHeardAgainInBetween_IsNotGone()
    {
        Task gone = _watch.WaitUntilGoneAsync("id-a", "a", CancellationToken.None);
        for (int i = 0; i < 12; i++)
        {
            _redis.Hearing["a"] = i % 3 == 0 ? 1 : 0;
            await LookAsync();
        }

        Assert.False(gone.IsCompleted);
    }

    [Fact]
    public async Task Watch_RedisIsAwayInBetween_BeginsAnew()
    {
        Task gone = _watch.WaitUntilGoneAsync("id-a", "a", CancellationToken.None);
        for (int i = 0; i < 12; i++)
        {
            _redis.IsAway = i % 3 == 0;
            await LookAsync();
        }

        Assert.False(gone.IsCompleted);
    }

    [Fact]
    public async Task Watch_Cancelled_NothingIsAskedAnyMore()
    {
        using var answered = new CancellationTokenSource();
        Task gone = _watch.WaitUntilGoneAsync("id-a", "a", answered.Token);
        await LookAsync();
        await answered.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone.Within("the end"));
        int asked = _redis.Asked;
        await Eventually.EqualAsync(1, () => _time.ArmedTimerCount);
        _time.Advance(Interval);
        await Eventually.EqualAsync(0, () => _time.ArmedTimerCount);
        Assert.Equal(asked, _redis.Asked);
    }

    [Fact]
    public async Task Watch_HeardByANodeThatDoesNotAnswer_IsGone()
    {
        _redis.Hearing["a"] = 1;
        Task gone = _watch.WaitUntilGoneAsync("id-a", "a", CancellationToken.None);
        for (int i = 0; i < 9; i++)
        {
            await LookAsync();
        }

        // Once in a lease of ten seconds, and the answers kept it.
        await Eventually.EqualAsync(2, () => _asked.Count);
        Assert.All(_asked, id => Assert.Equal("id-a", id));
        Assert.False(gone.IsCompleted);

        _isAnswered = false;
        for (int i = 0; i < 3; i++)
        {
            await LookAsync();
        }

        await gone.Within("the end");
    }

    [Fact]
    public async Task Watch_ThisNodeWasCutOff_FailsAtOnce()
    {
        Task gone = _watch.WaitUntilGoneAsync("id-a", "a", CancellationToken.None);
        _watch.OnInterrupted();
        await Assert.ThrowsAsync<IOException>(() => gone.Within("the failure"));
    }

    private async Task LookAsync()
    {
        await Eventually.EqualAsync(1, () => _time.ArmedTimerCount);
        Task asked = _redis.NextAsync();
        _time.Advance(Interval);
        await asked.Within("the question");
    }

    /// <summary>Answers how many hear a channel.</summary>
    private sealed class CountingRedis : IRedisConnection
    {
        private TaskCompletionSource _next = new();

        public Dictionary<string, int> Hearing { get; } = [];

        public bool IsAway { get; set; }

        public int Asked { get; private set; }

        public string? Failure => null;

        public int Interruptions => 0;

        public Task NextAsync()
        {
            _next = new TaskCompletionSource();
            return _next.Task;
        }

        public Task<RespValue> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
            where TCommand : IRespCommand
        {
            byte[] bytes = new byte[command.Length];
            command.Write(bytes);
            string[] words = [.. System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n").Where((_, i) => i > 0 && i % 2 == 0)];
            Asked++;
            _next.TrySetResult();
            return IsAway
                ? Task.FromException<RespValue>(new RedisUnavailableException("away"))
                : Task.FromResult(RespValue.Array([.. words[2..].Where(word => word.Length > 0).SelectMany(channel => new[]
                {
                    RespValue.Text(System.Text.Encoding.UTF8.GetBytes(channel)), RespValue.Integer(Hearing.GetValueOrDefault(channel)),
                })]));
        }

        public void Start() => throw new NotSupportedException();

        public void Publish<TPayload>(byte[] channel, TPayload payload)
            where TPayload : IRespPayload => throw new NotSupportedException();

        public Task<RespValue> EvaluateAsync(
            RedisScript script, ReadOnlyMemory<byte>[] keys, ReadOnlyMemory<byte>[] arguments, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task SubscribeAsync(byte[] channel, IRedisSubscriber subscriber) => throw new NotSupportedException();

        public void Unsubscribe(byte[] channel, bool isFinal) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
