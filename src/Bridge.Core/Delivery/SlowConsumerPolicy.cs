// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>What happens to a connection that does not read as fast as it is written to.</summary>
public enum SlowConsumerPolicy
{
    /// <summary>The connection is closed with the code its dialect has for this.</summary>
    Disconnect,

    /// <summary>
    /// The oldest messages that wait for the connection are dropped. Answers, pings and close frames are never dropped;
    /// a connection whose queue is full of those is closed.
    /// </summary>
    DropOldest,
}
