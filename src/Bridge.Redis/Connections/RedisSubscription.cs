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

    /// <summary>
    /// Whether somebody went on as if it were active before its present confirmation: after one on an earlier connection, or without
    /// any because Redis was away. Messages may have been missed then.
    /// </summary>
    public bool WasReliedOn { get; private set; }

    /// <summary>When the last of those who wanted it went.</summary>
    public long IdleSince { get; set; }

    /// <summary>Its place among those that nobody wants any more; null while somebody does.</summary>
    public LinkedListNode<RedisSubscription>? Lingering { get; set; }

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
        WasReliedOn |= IsConfirmed;
        IsConfirmed = false;
    }

    /// <summary>Lets those go on who wait for a confirmation that will not come soon.</summary>
    public void GoOnWithout()
    {
        WasReliedOn |= !IsConfirmed;
        Release();
    }

    private void Release()
    {
        _active?.TrySetResult();
        _active = null;
    }
}
