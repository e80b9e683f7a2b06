// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>The messages that wait for a client. Part of its session, which has the lock.</summary>
internal struct OutboundQueue()
{
    private const int LargestListToKeep = 64;

    private List<ReadOnlyMemory<byte>> _waiting = [];
    private List<ReadOnlyMemory<byte>> _taken = [];
    private TaskCompletionSource? _room;

    /// <summary>How many there are.</summary>
    public readonly int Count => _waiting.Count;

    /// <summary>Their bytes.</summary>
    public long Bytes { get; private set; }

    public void Add(ReadOnlyMemory<byte> message)
    {
        _waiting.Add(message);
        Bytes += message.Length;
    }

    /// <summary>Takes all of them. The list is good until the next call: the frame before is written by then, so its list serves again.</summary>
    public List<ReadOnlyMemory<byte>> Take()
    {
        if (_taken.Capacity > LargestListToKeep)
        {
            _taken = [];
        }

        _taken.Clear();
        (_taken, _waiting) = (_waiting, _taken);
        Bytes = 0;
        ReleaseRoom();
        return _taken;
    }

    /// <summary>Drops all of them.</summary>
    public void Clear()
    {
        _waiting = [];
        Bytes = 0;
        ReleaseRoom();
    }

    /// <summary>Waits until they are taken or dropped, or nobody will.</summary>
    public Task WaitForRoomAsync() =>
        (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Lets those go on who wait for room. Needs no lock.</summary>
    public void ReleaseRoom() => Interlocked.Exchange(ref _room, null)?.TrySetResult();
}
