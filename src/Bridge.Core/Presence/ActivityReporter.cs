// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Timing;

namespace Bridge.Core.Presence;

/// <summary>
/// Reports who occupies channels so that a short absence after a lost connection is no news. All methods are called inside
/// the transition that they report.
/// </summary>
internal sealed class ActivityReporter
{
    private readonly IChannelObserver _observer;
    private readonly ChannelStateOptions _options;
    private readonly DelayQueue<ChannelEntry> _waiting;
    private volatile bool _graceEnded;

    /// <summary>Makes a reporter.</summary>
    /// <param name="observer">Hears the activities.</param>
    /// <param name="options">The grace.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onDue">Gets the channels whose time has come and calls <see cref="OnDue"/> for each, inside a transition.</param>
    public ActivityReporter(
        IChannelObserver observer, ChannelStateOptions options, TimeProvider time, Action<IReadOnlyList<ChannelEntry>> onDue)
    {
        _observer = observer;
        _options = options;
        _waiting = new DelayQueue<ChannelEntry>(time, onDue);
    }

    /// <summary>The channels where a departure waits for its grace to end.</summary>
    public int WaitingCount => _waiting.Count;

    /// <summary>From now on departures are reported at once. Those that wait are, with the next call of <see cref="OnDue"/>.</summary>
    public void EndGrace() => _graceEnded = true;

    /// <summary>A connection joined.</summary>
    /// <param name="entry">The channel, the connection included.</param>
    /// <param name="userId">The member whose first connection it is, or null.</param>
    public void OnJoined(ChannelEntry entry, string? userId)
    {
        if (entry.Reported is not { } reported)
        {
            return;
        }

        if (!reported.IsOccupied)
        {
            // Reporting may begin on a channel that is in use: its history then begins with who is there.
            reported.IsOccupied = true;
            Report(entry, ChannelActivityKind.Occupied);
            foreach (PresenceMember member in entry.ListMembers())
            {
                Report(entry, ChannelActivityKind.MemberAdded, member.UserId);
            }
        }
        else if (userId is not null && !reported.Departed.Remove(userId))
        {
            Report(entry, ChannelActivityKind.MemberAdded, userId);
        }
    }

    /// <summary>A connection left.</summary>
    /// <param name="entry">The channel, without the connection.</param>
    /// <param name="userId">The member whose last connection it was, or null.</param>
    /// <param name="reason">Why it left.</param>
    public void OnLeft(ChannelEntry entry, string? userId, LeaveReason reason)
    {
        if (entry.Reported is not { } reported)
        {
            return;
        }

        TimeSpan due = reason == LeaveReason.Disconnected ? _waiting.After(_options.DepartureGrace) : _waiting.Now;
        if (userId is not null && reason == LeaveReason.Disconnected)
        {
            reported.Departed.Add(userId, due);
        }
        else if (userId is not null)
        {
            Report(entry, ChannelActivityKind.MemberRemoved, userId);
        }

        reported.VacatedAt = due;
        ReportDue(entry, reported);
    }

    /// <summary>Somebody found a cache channel empty.</summary>
    public void OnCacheMiss(ChannelEntry entry)
    {
        if (entry.Reported is { } reported && reported.NoMissBefore <= _waiting.Now)
        {
            reported.NoMissBefore = _waiting.After(_options.CacheMissInterval);
            Report(entry, ChannelActivityKind.CacheMiss);
        }
    }

    /// <summary>A cache channel is no longer empty.</summary>
    public static void OnCached(ChannelEntry entry) => entry.Reported?.NoMissBefore = TimeSpan.Zero;

    /// <summary>The number of connections was announced.</summary>
    public void OnSubscriptionCount(ChannelEntry entry)
    {
        if (entry.Reported is not null)
        {
            _observer.OnActivity(new ChannelActivity(ChannelActivityKind.SubscriptionCount, entry.Group)
            {
                SubscriptionCount = entry.ConnectionCount,
            });
        }
    }

    /// <summary>A grace may have ended.</summary>
    public void OnDue(ChannelEntry entry)
    {
        if (entry.Reported is { } reported)
        {
            reported.IsWaiting = false;
            ReportDue(entry, reported);
        }
    }

    private void ReportDue(ChannelEntry entry, ReportedActivity reported)
    {
        TimeSpan now = _graceEnded ? TimeSpan.MaxValue : _waiting.Now;
        while (reported.Departed.Count > 0 && reported.Departed.GetAt(0).Value <= now)
        {
            string userId = reported.Departed.GetAt(0).Key;
            reported.Departed.RemoveAt(0);
            Report(entry, ChannelActivityKind.MemberRemoved, userId);
        }

        if (reported.Departed.Count > 0)
        {
            Await(entry, reported, reported.Departed.GetAt(0).Value);
        }
        else if (entry.ConnectionCount == 0 && reported.IsOccupied)
        {
            if (reported.VacatedAt > now)
            {
                Await(entry, reported, reported.VacatedAt);
                return;
            }

            reported.IsOccupied = false;
            Report(entry, ChannelActivityKind.Vacated);
        }
    }

    private void Await(ChannelEntry entry, ReportedActivity reported, TimeSpan due)
    {
        // A channel waits once, however often connections come and go: when its time comes it looks what is due.
        if (!reported.IsWaiting)
        {
            reported.IsWaiting = true;
            _waiting.Add(entry, due);
        }
    }

    private void Report(ChannelEntry entry, ChannelActivityKind kind, string? userId = null) =>
        _observer.OnActivity(new ChannelActivity(kind, entry.Group) { UserId = userId });
}
