// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>A request or WebSocket that takes a session's frames.</summary>
internal sealed class Receiver
{
    private readonly AsyncSignal _signal = new();

    /// <summary>Whether the client is gone. Once true, it stays true.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Whether the client answers each heartbeat with an empty send.</summary>
    public bool AnswersHeartbeats { get; init; }

    /// <summary>Whether another one has taken its place. Once true, it stays true.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>Says that there may be a frame to take.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Waits until there may be a frame to take.</summary>
    public ValueTask WaitAsync() => _signal.WaitAsync();

    /// <summary>Says that another one has taken its place.</summary>
    public void Replace()
    {
        IsReplaced = true;
        Wake();
    }

    /// <summary>Says that the client is gone.</summary>
    public void Drop()
    {
        IsDropped = true;
        Wake();
    }
}
