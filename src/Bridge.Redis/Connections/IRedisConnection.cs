// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>
/// Redis as the bridge uses it. Everything above knows only this: another client can be put here, see
/// docs/decisions/0007-own-redis-client.md.
/// </summary>
internal interface IRedisConnection : IAsyncDisposable
{
    /// <summary>Why Redis can't be used just now; null when all is well.</summary>
    string? Failure { get; }

    /// <summary>
    /// How often a link was lost that was up: whoever finds it changed may have missed messages, and does not know of the
    /// commands that were under way whether they were carried out.
    /// </summary>
    int Interruptions { get; }

    /// <summary>Begins to connect, unless it has begun. Never fails.</summary>
    void Start();

    /// <summary>
    /// Publishes. Never waits and never fails: while Redis is away the message waits in a bounded buffer. Messages that are
    /// published one after the other arrive in that order.
    /// </summary>
    /// <param name="channel">The Redis channel.</param>
    /// <param name="payload">The message.</param>
    void Publish<TPayload>(byte[] channel, TPayload payload)
        where TPayload : IRespPayload;

    /// <summary>Carries out one command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="cancellationToken">Gives up waiting; the command may be carried out all the same.</param>
    /// <exception cref="RedisUnavailableException">Redis is away, or went away before it answered.</exception>
    /// <exception cref="RedisServerException">Redis refused the command.</exception>
    Task<RespValue> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
        where TCommand : IRespCommand;

    /// <summary>Carries out a script, at once or not at all: unlike a command it is not tried again while Redis can't serve it.</summary>
    /// <param name="script">The script.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Gives up waiting; the script may be carried out all the same.</param>
    /// <exception cref="RedisUnavailableException">Redis is away, or went away before it answered.</exception>
    /// <exception cref="RedisServerException">Redis refused the script, or the script failed.</exception>
    Task<RespValue> EvaluateAsync(
        RedisScript script, ReadOnlyMemory<byte>[] keys, ReadOnlyMemory<byte>[] arguments, CancellationToken cancellationToken);

    /// <summary>Begins to hear a channel, or counts one more who wants it.</summary>
    /// <param name="channel">The Redis channel.</param>
    /// <param name="subscriber">Gets its messages; the one that came first goes on to get them.</param>
    /// <returns>Done when the subscription is active; at once while Redis is away, it then becomes active with its return.</returns>
    Task SubscribeAsync(byte[] channel, IRedisSubscriber subscriber);

    /// <summary>Counts one less who wants a channel. The last one leaves it a moment later.</summary>
    /// <param name="channel">The Redis channel.</param>
    /// <param name="isFinal">Whether nobody comes back for it: the last one then leaves it at once.</param>
    void Unsubscribe(byte[] channel, bool isFinal = false);
}
