// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>A channel state that knows nobody, and in which joins of one channel wait until the test lets them go.</summary>
internal sealed class StuckChannelStates(string stuck) : IChannelStateFactory, IChannelState
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when somebody waits.</summary>
    public Task Reached => _reached.Task;

    public void Release() => _released.SetResult();

    public IChannelState Create(string hubName, IChannelObserver observer) => this;

    public async ValueTask<JoinResult> JoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        if (request.Group == stuck)
        {
            _reached.SetResult();
            await _released.Task.Await("the release");
        }

        return new JoinResult { Version = 1, ConnectionCount = 1 };
    }

    public ValueTask LeaveAsync(string group, string connectionId, LeaveReason reason, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask PublishCachedAsync(
        string group, CachedEvent last, TimeSpan lifetime, object publication, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken) => ValueTask.FromResult(default(ChannelOccupancy));

    public ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<PresenceMember>>([]);

    public ValueTask<KeptEvent?> GetCachedAsync(string group, CancellationToken cancellationToken) => ValueTask.FromResult<KeptEvent?>(null);

    public IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(string groupPrefix, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<OccupiedChannel>();
}
