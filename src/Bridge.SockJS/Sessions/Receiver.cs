// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>A request or WebSocket that takes a session's frames.</summary>
/// <param name="loop">What lets it go on when there are frames to take.</param>
internal sealed class Receiver(DeliveryLoop loop)
{
    private readonly AsyncSignal _signal = new(runsInline: true);
    private int _isWoken;

    /// <summary>Whether the client is gone. Once true, it stays true.</summary>
    public bool IsDropped { get; private set; }

    /// <summary>Whether the client answers each heartbeat with an empty send.</summary>
    public bool AnswersHeartbeats { get; init; }

    /// <summary>Whether another one has taken its place. Once true, it stays true.</summary>
    public bool IsReplaced { get; private set; }

    /// <summary>Says that there may be a frame to take.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0)
        {
            loop.Add(this);
        }
    }

    /// <summary>Waits until there may be a frame to take, and goes on within the loop: others wait until it waits again.</summary>
    public ValueTask WaitAsync() => _signal.WaitAsync();

    /// <summary>Goes on outside the loop, for what need not be as fast as sending.</summary>
    public DeliveryLoopExit LeaveLoopAsync() => new(loop);

    /// <summary>Called by the loop after <see cref="Wake"/>.</summary>
    public void GoOn()
    {
        Volatile.Write(ref _isWoken, 0);
        _signal.Set();
    }

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
