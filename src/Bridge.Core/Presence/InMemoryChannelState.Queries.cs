// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.CompilerServices;

namespace Bridge.Core.Presence;

/// <content>Reading.</content>
internal sealed partial class InMemoryChannelState
{
    /// <inheritdoc />
    public ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_entries.TryGetValue(group, out ChannelEntry? entry) ? OccupancyOf(entry) : default);

    /// <inheritdoc />
    public ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(group, out ChannelEntry? entry))
        {
            return ValueTask.FromResult<IReadOnlyList<PresenceMember>>([]);
        }

        lock (entry.Sync)
        {
            return ValueTask.FromResult<IReadOnlyList<PresenceMember>>(entry.ListMembers());
        }
    }

    /// <inheritdoc />
    public ValueTask<KeptEvent?> GetCachedAsync(string group, CancellationToken cancellationToken)
    {
        if (!_entries.TryGetValue(group, out ChannelEntry? entry))
        {
            return ValueTask.FromResult<KeptEvent?>(null);
        }

        lock (entry.Sync)
        {
            TimeSpan now = _expiries.Now;
            return ValueTask.FromResult(entry.CachedAt(now) is { } cached ? new KeptEvent(cached, entry.CachedUntil - now) : null);
        }
    }

    /// <inheritdoc />
#pragma warning disable CS1998 // Nothing here ever waits; the contract is for states that do.
    public async IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(
        string groupPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
#pragma warning restore CS1998
    {
        // The dictionary's enumerator takes no lock of the dictionary, so joins go on while a long listing is read.
        foreach ((string group, ChannelEntry entry) in _entries)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (group.StartsWith(groupPrefix, StringComparison.Ordinal) && OccupancyOf(entry) is { ConnectionCount: > 0 } occupancy)
            {
                yield return new OccupiedChannel(group, occupancy);
            }
        }
    }

    private static ChannelOccupancy OccupancyOf(ChannelEntry entry)
    {
        lock (entry.Sync)
        {
            return entry.Occupancy;
        }
    }
}
