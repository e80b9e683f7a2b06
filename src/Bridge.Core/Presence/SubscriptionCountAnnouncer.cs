// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Timing;

namespace Bridge.Core.Presence;

/// <summary>
/// Announces how many connections channels have: at once, but on big channels at most every <see cref="Interval"/>, because
/// each announcement goes to all connections of the channel. The last count always goes out.
/// </summary>
internal sealed class SubscriptionCountAnnouncer
{
    /// <summary>Channels with more connections than this are big.</summary>
    public const int BigChannel = 100;

    /// <summary>How far apart the counts of a big channel are.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IChannelObserver _observer;
    private readonly ActivityReporter _activity;
    private readonly DelayQueue<ChannelEntry> _waiting;

    public SubscriptionCountAnnouncer(IChannelObserver observer, ActivityReporter activity, TimeProvider time)
    {
        _observer = observer;
        _activity = activity;
        _waiting = new DelayQueue<ChannelEntry>(time, OnDue);
    }

    /// <summary>The channels that hold back a count.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>Takes notice of a join or leave. Called inside that transition.</summary>
    public void OnChanged(ChannelEntry entry)
    {
        if (entry.CountThrottle is not { } throttle)
        {
            return;
        }

        throttle.IsChanged = true;
        if (entry.ConnectionCount <= BigChannel || throttle.NotBefore <= _waiting.Now)
        {
            Announce(entry, throttle, entry.Version);
        }
        else if (!throttle.IsWaiting)
        {
            Hold(entry, throttle);
        }
    }

    private void OnDue(IReadOnlyList<ChannelEntry> entries)
    {
        foreach (ChannelEntry entry in entries)
        {
            lock (entry.Sync)
            {
                OnDue(entry);
            }
        }
    }

    private void OnDue(ChannelEntry entry)
    {
        if (entry.IsRemoved || entry.CountThrottle is not { } throttle)
        {
            return;
        }

        throttle.IsWaiting = false;
        if (!throttle.IsChanged)
        {
            return;
        }

        // Meanwhile the channel may have been small for a moment and have announced a count at once.
        if (throttle.NotBefore <= _waiting.Now)
        {
            Announce(entry, throttle, entry.Advance());
        }
        else
        {
            Hold(entry, throttle);
        }
    }

    private void Hold(ChannelEntry entry, CountThrottle throttle)
    {
        throttle.IsWaiting = true;
        _waiting.Add(entry, throttle.NotBefore);
    }

    private void Announce(ChannelEntry entry, CountThrottle throttle, long version)
    {
        throttle.IsChanged = false;
        throttle.NotBefore = _waiting.After(Interval);
        _observer.OnSubscriptionCount(entry.Group, entry.ConnectionCount, version);
        _activity.OnSubscriptionCount(entry);
    }
}
