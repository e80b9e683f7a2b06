// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Redis.Connections;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>When a node goes to the shared state: not before it hears everything that it is told.</summary>
public sealed class SharingTests : IAsyncLifetime
{
    private readonly ConcurrentQueue<string> _steps = new();
    private RedisServer _redis = null!;
    private HeldConnection _connection = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public async Task DisposeAsync() => await _redis.DisposeAsync();

    [Fact]
    public async Task LinkIsDownWhenItSubscribes_UpAfterwards_SubscribesAgainFirst()
    {
        int heartbeats = 0;
        await StartAsync(connection =>
        {
            connection.SaidFailure = "The link for subscriptions is down.";
            connection.BeforeCommand = _ => Up();
            connection.BeforeScript = (script, _) => script == RedisScripts.Heartbeat && ++heartbeats == 3 ? Up() : Task.CompletedTask;
        });
        Assert.Equal("subscribed", _steps.Last(step => step != "asked"));

        Task Up()
        {
            _connection.SaidFailure = null;
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task LinkIsInterruptedMeanwhile_SubscribesAgainFirst()
    {
        bool isFirst = true;
        await StartAsync(connection => connection.BeforeCommand = command =>
        {
            if (command == "SCRIPT" && isFirst)
            {
                isFirst = false;
                connection.SaidInterruptions++;
                _steps.Enqueue("interrupted");
            }

            return Task.CompletedTask;
        });
        Assert.Equal("subscribed", _steps.Last(step => step != "asked"));
    }

    /// <summary>Starts a node, and writes down what happens until it brings a channel to Redis.</summary>
    private async Task StartAsync(Action<HeldConnection> configure)
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var node = new StateNode(_redis.Configuration, intercept: inner =>
        {
            _connection = HeldConnection.Around(inner);
            configure(_connection);
            Func<RedisScript, ReadOnlyMemory<byte>[], Task> before = _connection.BeforeScript;
            _connection.MaySubscribe = () =>
            {
                bool isUp = _connection.SaidFailure is null;
                _steps.Enqueue(isUp ? "subscribed" : "not subscribed");
                return isUp;
            };
            _connection.BeforeScript = (script, arguments) =>
            {
                if (script == RedisScripts.Join || script == RedisScripts.Sync)
                {
                    _steps.Enqueue("asked");
                    asked.TrySetResult();
                }

                return before(script, arguments);
            };
            return _connection;
        });
        await node.JoinAsync("news", "1");
        await asked.Task.Within("the channel to be brought to Redis");
    }
}
