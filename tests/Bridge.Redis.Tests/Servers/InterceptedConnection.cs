// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A connection where the test loses commands on their way to Redis, or answers of scripts on their way back.</summary>
/// <param name="inner">The connection.</param>
/// <param name="passes">Gets each command as text; false when it is lost.</param>
/// <param name="asks">Gets each script before it is sent; it is sent when that is done.</param>
/// <param name="answers">Gets each script that was carried out; false when its answer is lost.</param>
internal sealed class InterceptedConnection(
    IRedisConnection inner, Func<string, bool>? passes = null, Func<RedisScript, bool>? answers = null, Func<RedisScript, Task>? asks = null) : IRedisConnection
{
    public string? Failure => inner.Failure;

    public int Interruptions => inner.Interruptions;

    public void Start() => inner.Start();

    public void Publish<TPayload>(byte[] channel, TPayload payload)
        where TPayload : IRespPayload => inner.Publish(channel, payload);

    public Task<RespValue> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
        where TCommand : IRespCommand
    {
        byte[] bytes = new byte[command.Length];
        command.Write(bytes);
        return passes?.Invoke(System.Text.Encoding.UTF8.GetString(bytes)) != false
            ? inner.ExecuteAsync(command, cancellationToken)
            : Task.FromException<RespValue>(new RedisUnavailableException("The test has lost the command."));
    }

    public async Task<RespValue> EvaluateAsync(
        RedisScript script, ReadOnlyMemory<byte>[] keys, ReadOnlyMemory<byte>[] arguments, CancellationToken cancellationToken)
    {
        if (asks is not null)
        {
            await asks(script);
        }

        RespValue answer = await inner.EvaluateAsync(script, keys, arguments, cancellationToken);
        return answers?.Invoke(script) != false ? answer : throw new RedisUnavailableException("The test has lost the answer.");
    }

    public Task SubscribeAsync(byte[] channel, IRedisSubscriber subscriber) => inner.SubscribeAsync(channel, subscriber);

    public void Unsubscribe(byte[] channel, bool isFinal = false) => inner.Unsubscribe(channel, isFinal);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
