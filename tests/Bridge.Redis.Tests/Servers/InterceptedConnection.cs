// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A connection whose plain commands the test sees before Redis does, and can lose on the way.</summary>
/// <param name="inner">The connection.</param>
/// <param name="passes">Gets each command as text; false when it is lost.</param>
internal sealed class InterceptedConnection(IRedisConnection inner, Func<string, bool> passes) : IRedisConnection
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
        return passes(System.Text.Encoding.UTF8.GetString(bytes))
            ? inner.ExecuteAsync(command, cancellationToken)
            : Task.FromException<RespValue>(new RedisUnavailableException("The test has lost the command."));
    }

    public Task<RespValue> EvaluateAsync(
        RedisScript script, ReadOnlyMemory<byte>[] keys, ReadOnlyMemory<byte>[] arguments, CancellationToken cancellationToken) =>
        inner.EvaluateAsync(script, keys, arguments, cancellationToken);

    public Task SubscribeAsync(byte[] channel, IRedisSubscriber subscriber) => inner.SubscribeAsync(channel, subscriber);

    public void Unsubscribe(byte[] channel) => inner.Unsubscribe(channel);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
