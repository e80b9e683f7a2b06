// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Connections;

/// <summary>A Redis channel that this node wants to hear, or has wanted until a moment ago.</summary>
internal sealed class RedisSubscription(byte[] channel, IRedisSubscriber subscriber)
{
    private TaskCompletionSource? _active;

    public byte[] Channel => channel;

    public IRedisSubscriber Subscriber => subscriber;

    /// <summary>How many want it.</summary>
    public int References { get; set; }

    /// <summary>Whether Redis has confirmed it on the present connection.</summary>
    public bool IsConfirmed { get; private set; }

    /// <summary>Whether Redis had confirmed it on an earlier connection.</summary>
    public bool WasConfirmed { get; private set; }

    /// <summary>When the last of those who wanted it went.</summary>
    public long IdleSince { get; set; }

    /// <summary>Whether it stands in the queue of those that may be dropped.</summary>
    public bool IsLingering { get; set; }

    /// <summary>Done when Redis has confirmed it, or is away.</summary>
    public Task Active => (_active ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Confirm()
    {
        IsConfirmed = true;
        Release();
    }

    /// <summary>Forgets the confirmation of an earlier connection.</summary>
    public void Unconfirm()
    {
        WasConfirmed |= IsConfirmed;
        IsConfirmed = false;
    }

    /// <summary>Lets those go on who wait for the confirmation.</summary>
    public void Release()
    {
        _active?.TrySetResult();
        _active = null;
    }
}
