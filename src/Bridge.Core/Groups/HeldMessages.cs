// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using Bridge.Core.Delivery;

namespace Bridge.Core.Groups;

/// <summary>
/// What a group sent to a member whose subscription is not acknowledged yet, oldest first and bounded as any queue of a
/// connection is. Not for concurrent use.
/// </summary>
/// <typeparam name="T">The message in the form that the member gets.</typeparam>
/// <param name="delivery">The bound, and what happens over it.</param>
internal sealed class HeldMessages<T>(DeliveryContext delivery)
{
    private readonly Queue<(T Message, int Length, long Version)> _queue = new();
    private int _bytes;

    /// <summary>Keeps a message, dropping the oldest ones if that is the policy.</summary>
    /// <param name="message">The message.</param>
    /// <param name="length">Its bytes.</param>
    /// <param name="version">The transition that it belongs to; 0 for none.</param>
    /// <returns>False when there is no room and the connection must be closed.</returns>
    public bool TryKeep(T message, int length, long version)
    {
        while (_bytes > 0 && _bytes + length > delivery.Options.QueueBytes)
        {
            if (delivery.Options.SlowConsumer == SlowConsumerPolicy.Disconnect)
            {
                delivery.Metrics.SlowConsumerDisconnected();
                return false;
            }

            delivery.Metrics.MessageDropped();
            _bytes -= _queue.Dequeue().Length;
        }

        _queue.Enqueue((message, length, version));
        _bytes += length;
        return true;
    }

    /// <summary>Takes out the oldest message.</summary>
    /// <param name="message">The message.</param>
    /// <param name="version">The transition that it belongs to; 0 for none.</param>
    public bool TryTake([MaybeNullWhen(false)] out T message, out long version)
    {
        bool hasAny = _queue.TryDequeue(out (T Message, int Length, long Version) held);
        (message, version) = (held.Message, held.Version);
        return hasAny;
    }
}
