// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>Answers what the test says.</summary>
internal sealed class FixedQueries : IChannelQueries
{
    public Dictionary<string, ChannelOccupancy> Occupancies { get; } = [];

    public Dictionary<string, IReadOnlyList<PresenceMember>> Members { get; } = [];

    public Dictionary<string, KeptEvent> Cached { get; } = [];

    public ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken = default) =>
        new(Occupancies.GetValueOrDefault(group));

    public ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken = default) =>
        new(Members.GetValueOrDefault(group, []));

    public ValueTask<KeptEvent?> GetCachedEventAsync(string group, CancellationToken cancellationToken = default) =>
        new(Cached.GetValueOrDefault(group));

    public IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(string groupPrefix = "", CancellationToken cancellationToken = default) =>
        Occupancies.Where(channel => channel.Key.StartsWith(groupPrefix, StringComparison.Ordinal))
            .Select(channel => new OccupiedChannel(channel.Key, channel.Value)).ToAsyncEnumerable();
}
