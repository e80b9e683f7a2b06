// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A connection whose questions the test sees before Redis does, and can hold; and which the test can say is interrupted.</summary>
internal sealed class HeldConnection(IRedisConnection inner) : IRedisConnection
{
    private readonly ConcurrentQueue<RedisScript> _scripts = new();

    /// <summary>What is done before a script is sent.</summary>
    public Func<RedisScript, ReadOnlyMemory<byte>[], Task> BeforeScript { get; set; } = static (_, _) => Task.CompletedTask;

    /// <summary>What is done before a command is sent, by its first word.</summary>
    public Func<string, Task> BeforeCommand { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Whether a subscription reaches Redis.</summary>
    public Func<bool> MaySubscribe { get; set; } = static () => true;

    /// <summary>What is wrong with the connection, in the place of what is.</summary>
    public string? SaidFailure { get; set; }

    /// <summary>Interruptions besides those that there are.</summary>
    public int SaidInterruptions { get; set; }

    public string? Failure => SaidFailure ?? inner.Failure;

    public int Interruptions => inner.Interruptions + SaidInterruptions;

    public static HeldConnection Around(IRedisConnection inner) => new(inner);

    /// <summary>How often a script was asked for.</summary>
    public int Count(RedisScript script) => _scripts.Count(asked => asked == script);

    public void Start() => inner.Start();

    public void Publish<TPayload>(byte[] channel, TPayload payload)
        where TPayload : IRespPayload => inner.Publish(channel, payload);

    public async Task<RespValue> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
        where TCommand : IRespCommand
    {
        byte[] bytes = new byte[command.Length];
        command.Write(bytes);
        await BeforeCommand(System.Text.Encoding.UTF8.GetString(bytes).Split("\r\n")[2]);
        return await inner.ExecuteAsync(command, cancellationToken);
    }

    public async Task<RespValue> EvaluateAsync(
        RedisScript script, ReadOnlyMemory<byte>[] keys, ReadOnlyMemory<byte>[] arguments, CancellationToken cancellationToken)
    {
        _scripts.Enqueue(script);
        await BeforeScript(script, arguments);
        return await inner.EvaluateAsync(script, keys, arguments, cancellationToken);
    }

    public Task SubscribeAsync(byte[] channel, IRedisSubscriber subscriber) =>
        MaySubscribe() ? inner.SubscribeAsync(channel, subscriber) : Task.CompletedTask;

    public void Unsubscribe(byte[] channel, bool isFinal = false) => inner.Unsubscribe(channel, isFinal);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
