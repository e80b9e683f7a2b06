// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Hubs;

/// <summary>A channel state that takes time before and after each change, as a shared one does.</summary>
internal sealed class YieldingChannelState(IChannelState inner) : IChannelState
{
    public IChannelState Inner { get; } = inner;

    public async ValueTask<JoinResult> JoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        await Task.Yield();
        JoinResult result = await Inner.JoinAsync(request, cancellationToken);
        await Task.Yield();
        return result;
    }

    public async ValueTask LeaveAsync(string group, string connectionId, LeaveReason reason, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await Inner.LeaveAsync(group, connectionId, reason, cancellationToken);
        await Task.Yield();
    }

    public ValueTask PublishCachedAsync(
        string group, CachedEvent last, TimeSpan lifetime, object publication, CancellationToken cancellationToken) =>
        Inner.PublishCachedAsync(group, last, lifetime, publication, cancellationToken);

    public ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken) =>
        Inner.GetOccupancyAsync(group, cancellationToken);

    public ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken) =>
        Inner.GetMembersAsync(group, cancellationToken);

    public ValueTask<KeptEvent?> GetCachedAsync(string group, CancellationToken cancellationToken) =>
        Inner.GetCachedAsync(group, cancellationToken);

    public IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(string groupPrefix, CancellationToken cancellationToken) =>
        Inner.ListOccupiedAsync(groupPrefix, cancellationToken);

    /// <summary>Makes such states.</summary>
    internal sealed class Factory(TimeProvider time) : IChannelStateFactory
    {
        public IChannelState Create(string hubName, IChannelObserver observer) =>
            new YieldingChannelState(new InMemoryChannelState(observer, new ChannelStateOptions(), time));
    }
}
