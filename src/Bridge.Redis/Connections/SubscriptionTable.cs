// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>
/// The Redis channels of one connection: who wants them, which ones Redis has confirmed, and what must be told to Redis next.
/// Many at once go into one command. A channel that nobody wants any more is kept for a moment, so that a client that comes
/// back costs Redis nothing. Not safe for concurrent use.
/// </summary>
internal sealed class SubscriptionTable
{
    /// <summary>The channels in one command: one that names more keeps the single thread of Redis too long.</summary>
    public const int BatchSize = 512;

    private static readonly byte[] Subscribe = "SUBSCRIBE"u8.ToArray();
    private static readonly byte[] Unsubscribe = "UNSUBSCRIBE"u8.ToArray();

    private readonly Dictionary<byte[], RedisSubscription> _table = new(RedisChannelName.Comparer);
    private readonly LinkedList<RedisSubscription> _lingering = new();
    private readonly Queue<ReadOnlyMemory<byte>> _unsubscribe = new();
    private readonly Queue<ReadOnlyMemory<byte>> _subscribe = new();

    public int Count => _table.Count;

    /// <summary>Whether subscriptions wait to be dropped.</summary>
    public bool HasLingering => _lingering.Count > 0;

    /// <summary>Notes that somebody wants a channel.</summary>
    /// <returns>The subscription; new ones are told to Redis with the next command.</returns>
    public RedisSubscription Add(byte[] channel, IRedisSubscriber subscriber)
    {
        if (!_table.TryGetValue(channel, out RedisSubscription? subscription))
        {
            _table.Add(channel, subscription = new RedisSubscription(channel, subscriber));
            _subscribe.Enqueue(channel);
        }

        subscription.References++;
        StopLingering(subscription);
        return subscription;
    }

    /// <summary>Notes that somebody does not want a channel any more.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="now">The time.</param>
    public void Remove(byte[] channel, long now)
    {
        if (_table.TryGetValue(channel, out RedisSubscription? subscription) && --subscription.References == 0)
        {
            Linger(subscription, now);
        }
    }

    /// <summary>Notes that somebody does not want a channel any more, which nobody comes back for: the last one drops it at once.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="isUp">Whether Redis is there to be told.</param>
    /// <param name="now">The time.</param>
    public void RemoveAtOnce(byte[] channel, bool isUp, long now)
    {
        if (_table.TryGetValue(channel, out RedisSubscription? subscription) && --subscription.References == 0)
        {
            Drop(subscription, isUp, now);
        }
    }

    /// <summary>Drops the subscriptions that nobody has wanted for a while.</summary>
    /// <param name="until">Those that nobody wants since then or longer.</param>
    /// <param name="isUp">Whether Redis is there to be told.</param>
    /// <param name="now">The time.</param>
    public void DropIdle(long until, bool isUp, long now)
    {
        for (int i = _lingering.Count; i > 0 && _lingering.First!.Value is var subscription && subscription.IdleSince <= until; i--)
        {
            StopLingering(subscription);
            Drop(subscription, isUp, now);
        }
    }

    public RedisSubscription? Find(ReadOnlySpan<byte> channel) =>
        _table.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(channel, out RedisSubscription? subscription) ? subscription : null;

    /// <summary>Begins anew on a new connection: everything must be told again.</summary>
    public void Restart()
    {
        _unsubscribe.Clear();
        _subscribe.Clear();
        foreach (RedisSubscription subscription in _table.Values)
        {
            subscription.Unconfirm();
            _subscribe.Enqueue(subscription.Channel);
        }
    }

    /// <summary>Lets everybody go on who waits for a confirmation: none will come.</summary>
    public void ReleaseAll()
    {
        foreach (RedisSubscription subscription in _table.Values)
        {
            subscription.GoOnWithout();
        }
    }

    /// <summary>Writes what Redis must be told.</summary>
    /// <param name="output">Where to.</param>
    /// <returns>Whether there was anything.</returns>
    public bool WriteNext(ArrayBufferWriter<byte> output)
    {
        WriteAll(output, Unsubscribe, _unsubscribe);
        WriteAll(output, Subscribe, _subscribe);
        return output.WrittenCount > 0;
    }

    private static void WriteAll(ArrayBufferWriter<byte> output, byte[] name, Queue<ReadOnlyMemory<byte>> channels)
    {
        while (channels.Count > 0)
        {
            var arguments = new List<ReadOnlyMemory<byte>>(Math.Min(BatchSize, channels.Count) + 1) { name };
            while (arguments.Count <= BatchSize && channels.TryDequeue(out ReadOnlyMemory<byte> channel))
            {
                arguments.Add(channel);
            }

            var command = new RespCommand([.. arguments]);
            int length = command.Length;
            command.Write(output.GetSpan(length)[..length]);
            output.Advance(length);
        }
    }

    private void Drop(RedisSubscription subscription, bool isUp, long now)
    {
        if (isUp && !subscription.IsConfirmed)
        {
            // Its confirmation is on the way, and must not be taken for that of a later subscription.
            Linger(subscription, now);
            return;
        }

        _table.Remove(subscription.Channel);
        if (isUp)
        {
            _unsubscribe.Enqueue(subscription.Channel);
        }
    }

    /// <summary>Behind those that nobody wants for longer: the list is in the order of <see cref="RedisSubscription.IdleSince"/>.</summary>
    private void Linger(RedisSubscription subscription, long now)
    {
        subscription.IdleSince = now;
        subscription.Lingering = _lingering.AddLast(subscription);
    }

    private void StopLingering(RedisSubscription subscription)
    {
        if (subscription.Lingering is { } node)
        {
            _lingering.Remove(node);
            subscription.Lingering = null;
        }
    }
}
