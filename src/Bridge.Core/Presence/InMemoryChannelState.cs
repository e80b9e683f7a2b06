// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Channels;
using Bridge.Core.Timing;

namespace Bridge.Core.Presence;

/// <summary>
/// The state of the channels of one hub on one node. Each channel has a lock of its own, held for a transition and the call
/// of the observer, so nothing here ever waits: every method is complete when it returns, and no cancellation is needed.
/// </summary>
/// <remarks>A channel is in memory while somebody is on it, its cached event lives or a departure waits to be reported.</remarks>
internal sealed partial class InMemoryChannelState : IChannelState
{
    // "Over capacity" of the Pusher protocol; clients try again later.
    private const int OverCapacity = 4100;

    private readonly ConcurrentDictionary<string, ChannelEntry> _entries = new(StringComparer.Ordinal);
    private readonly VersionCounter _versions = new();
    private readonly IChannelObserver _observer;
    private readonly ActivityReporter _activity;
    private readonly SubscriptionCountAnnouncer _counts;
    private readonly DelayQueue<ChannelEntry> _expiries;

    public InMemoryChannelState(IChannelObserver observer, ChannelStateOptions options, TimeProvider time)
    {
        _observer = observer;
        _activity = new ActivityReporter(observer, options, time, OnDeparturesDue);
        _counts = new SubscriptionCountAnnouncer(observer, _activity, time);
        _expiries = new DelayQueue<ChannelEntry>(time, OnCacheDue);
    }

    /// <summary>The channels in memory.</summary>
    internal int EntryCount => _entries.Count;

    /// <summary>The channels that wait on a timer.</summary>
    internal int WaitingCount => _counts.WaitingCount + _activity.WaitingCount + _expiries.Count;

    /// <summary>
    /// Reports departures at once from now on, and those that wait. For the end of the process: the state ends with it, so
    /// nobody can come back.
    /// </summary>
    public void EndGrace()
    {
        _activity.EndGrace();
        OnDeparturesDue([.. _entries.Values]);
    }

    /// <inheritdoc />
    public ValueTask<JoinResult> JoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        bool isPresence = (request.Kind & ChannelKind.Presence) != 0;
        if (!isPresence && request.Member is not null)
        {
            throw new ArgumentException("Only a presence channel has members.", nameof(request));
        }

        ChannelEntry entry = Enter(request.Group);
        try
        {
            if (!entry.Contains(request.ConnectionId))
            {
                if (request.Member is { } member && !entry.HasRoomFor(member, request.Settings.MaxPresenceMembers))
                {
                    return ValueTask.FromException<JoinResult>(new ChannelRefusedException(
                        ChannelRefusedException.LimitReached, OverCapacity, "The channel is full."));
                }

                Configure(entry, request);
                Add(entry, request);
            }

            return ValueTask.FromResult(new JoinResult
            {
                Version = entry.Version,
                ConnectionCount = entry.ConnectionCount,
                Members = entry.ListMembers(),
                Cached = entry.CachedAt(_expiries.Now),
            });
        }
        finally
        {
            Exit(entry);
        }
    }

    /// <inheritdoc />
    public ValueTask LeaveAsync(string group, string connectionId, LeaveReason reason, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(group, out ChannelEntry? entry))
        {
            return ValueTask.CompletedTask;
        }

        // An entry that was dropped since the look-up is empty: the connection was not on the channel then, which is an
        // answer as good as any later one.
        entry.Sync.Enter();
        try
        {
            if (entry.Remove(connectionId, out string? departed))
            {
                long version = entry.Advance();
                if (departed is not null)
                {
                    _observer.OnMemberRemoved(group, departed, version);
                }

                _counts.OnChanged(entry);
                _activity.OnLeft(entry, departed, reason);
            }
        }
        finally
        {
            Exit(entry);
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask PublishCachedAsync(
        string group, CachedEvent last, TimeSpan lifetime, object publication, CancellationToken cancellationToken)
    {
        ChannelEntry entry = Enter(group);
        try
        {
            long version = entry.Advance();
            entry.Cache(last, _expiries.After(lifetime));
            AwaitExpiry(entry);
            ActivityReporter.OnCached(entry);
            _observer.OnPublished(group, publication, version);
        }
        finally
        {
            Exit(entry);
        }

        return ValueTask.CompletedTask;
    }

    // Leaving brings no settings along, so the latest join decides for both.
    private static void Configure(ChannelEntry entry, JoinRequest request)
    {
        bool announcesCount = request.Settings.SubscriptionCounts && (request.Kind & ChannelKind.Presence) == 0;
        entry.CountThrottle = announcesCount ? entry.CountThrottle ?? new CountThrottle() : null;

        bool reports = request.Settings.ReportsActivity && (request.Kind & ChannelKind.User) == 0;
        entry.Reported = reports ? entry.Reported ?? new ReportedActivity() : null;
    }

    private void Add(ChannelEntry entry, JoinRequest request)
    {
        bool isFirstOfMember = entry.Add(request.ConnectionId, request.Member);
        long version = entry.Advance();
        if (isFirstOfMember)
        {
            _observer.OnMemberAdded(request.Group, request.Member!, request.ConnectionId, version);
        }

        _activity.OnJoined(entry, isFirstOfMember ? request.Member!.UserId : null);
        _counts.OnChanged(entry);
        if ((request.Kind & ChannelKind.Cache) != 0 && entry.CachedAt(_expiries.Now) is null)
        {
            _activity.OnCacheMiss(entry);
        }
    }

    private void AwaitExpiry(ChannelEntry entry)
    {
        // A channel waits once, however often it is published to: when its time comes it looks whether that has moved.
        if (!entry.AwaitsExpiry)
        {
            entry.AwaitsExpiry = true;
            _expiries.Add(entry, entry.CachedUntil);
        }
    }

    private void OnCacheDue(IReadOnlyList<ChannelEntry> entries)
    {
        foreach (ChannelEntry entry in entries)
        {
            entry.Sync.Enter();
            try
            {
                TimeSpan now = _expiries.Now;
                entry.AwaitsExpiry = false;
                entry.DropExpired(now);
                if (entry.CachedAt(now) is not null)
                {
                    AwaitExpiry(entry);
                }
            }
            finally
            {
                Exit(entry);
            }
        }
    }

    private void OnDeparturesDue(IReadOnlyList<ChannelEntry> entries)
    {
        foreach (ChannelEntry entry in entries)
        {
            entry.Sync.Enter();
            try
            {
                _activity.OnDue(entry);
            }
            finally
            {
                Exit(entry);
            }
        }
    }

    /// <summary>Finds or makes a channel's entry and takes its lock.</summary>
    private ChannelEntry Enter(string group)
    {
        while (true)
        {
            ChannelEntry entry = _entries.GetOrAdd(
                group, static (name, versions) => new ChannelEntry(name, versions), _versions);
            entry.Sync.Enter();

            // Exit may have dropped the entry between the look-up and the lock. What would be written into it now would
            // be lost, so look again; Exit takes it out of the dictionary under the same lock, so this finds another one.
            if (!entry.IsRemoved)
            {
                return entry;
            }

            entry.Sync.Exit();
        }
    }

    /// <summary>Drops the entry if nothing needs it any more, and gives back its lock.</summary>
    private void Exit(ChannelEntry entry)
    {
        if (entry.ConnectionCount == 0 && entry.CachedAt(_expiries.Now) is null && entry.Reported is not { IsOccupied: true })
        {
            entry.IsRemoved = true;
            _entries.TryRemove(KeyValuePair.Create(entry.Group, entry));
        }

        entry.Sync.Exit();
    }
}
