// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS;

/// <summary>What happens when a client does not fetch its messages and <see cref="SockJSOptions.MaxQueuedBytes"/> are waiting.</summary>
public enum SlowConsumerPolicy
{
    /// <summary>The handler's flush waits until the client has fetched them or is gone.</summary>
    Wait,

    /// <summary>The session is closed with 1008, and what waits is dropped.</summary>
    Disconnect,
}
