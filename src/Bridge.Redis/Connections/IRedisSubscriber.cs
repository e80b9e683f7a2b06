// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;

namespace Bridge.Redis.Connections;

/// <summary>Gets the messages of one Redis channel, one at a time and in their order.</summary>
internal interface IRedisSubscriber
{
    /// <summary>Takes a message. Called on the loop that receives: it hands on and never waits.</summary>
    /// <param name="payload">The message. Not to be kept.</param>
    void OnMessage(ReadOnlySequence<byte> payload);

    /// <summary>
    /// An interruption is over, also one that the subscription began with: messages arrive again, those that were sent meanwhile do
    /// not. Called on the same loop.
    /// </summary>
    void OnResubscribed()
    {
    }
}
