// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

/// <summary>A channel state with a clock and an observer of the test's own. Every call must be complete when it returns.</summary>
internal sealed class ChannelStateHarness
{
    public ChannelStateHarness() => State = new InMemoryChannelState(Observer, Options, Time);

    public ManualTimeProvider Time { get; } = new();

    public RecordingChannelObserver Observer { get; } = new();

    public ChannelStateOptions Options { get; } = new();

    public InMemoryChannelState State { get; }

    public ChannelSettings Settings { get; set; } = new();

    public JoinResult Join(string group, string connectionId, string? userId = null, string? userInfo = null) =>
        Result(State.JoinAsync(Request(group, connectionId, userId, userInfo), CancellationToken.None));

    public JoinRequest Request(string group, string connectionId, string? userId = null, string? userInfo = null) =>
        new(group, ChannelName.KindOf(group), Settings, connectionId, userId is null ? null : new PresenceMember(userId, userInfo));

    public void Leave(string group, string connectionId, LeaveReason reason = LeaveReason.Unsubscribed) =>
        Completed(State.LeaveAsync(group, connectionId, reason, CancellationToken.None));

    public void Publish(string group, string data, TimeSpan lifetime) => Completed(State.PublishCachedAsync(
        group, new CachedEvent("news", Encoding.UTF8.GetBytes(data)), lifetime, data, CancellationToken.None));

    public ChannelOccupancy Occupancy(string group) => Result(State.GetOccupancyAsync(group, CancellationToken.None));

    public IReadOnlyList<PresenceMember> Members(string group) => Result(State.GetMembersAsync(group, CancellationToken.None));

    public KeptEvent? Cached(string group) => Result(State.GetCachedAsync(group, CancellationToken.None));

    public async Task<Dictionary<string, ChannelOccupancy>> ListAsync(string groupPrefix = "") =>
        await State.ListOccupiedAsync(groupPrefix, CancellationToken.None).ToDictionaryAsync(channel => channel.Group, channel => channel.Occupancy);

    /// <summary>Asserts that channels that nobody needs any more left nothing behind.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Equal(0, State.EntryCount);
        Assert.Equal(0, State.WaitingCount);
        Assert.Equal(0, Time.ArmedTimerCount);
    }

    private static void Completed(ValueTask task)
    {
        Assert.True(task.IsCompleted);
        task.GetAwaiter().GetResult();
    }

    private static T Result<T>(ValueTask<T> task)
    {
        Assert.True(task.IsCompleted);
        return task.GetAwaiter().GetResult();
    }
}
