// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

/// <summary>Writes down what it hears, channel by channel, and whether it was ever called twice at a time for one channel.</summary>
internal sealed class RecordingChannelObserver : IChannelObserver
{
    private readonly ConcurrentDictionary<string, Log> _logs = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> _activities = new();
    private int _overlaps;

    /// <summary>How often news of a channel came while other news of it were being handed over.</summary>
    public int Overlaps => Volatile.Read(ref _overlaps);

    public IReadOnlyList<ChannelTransition> On(string group) => _logs.TryGetValue(group, out Log? log) ? [.. log.News] : [];

    /// <summary>The news of a channel in words, without their numbers.</summary>
    public IEnumerable<string> WordsOn(string group) => On(group).Select(news => news.Words);

    /// <summary>The activities of a channel in words.</summary>
    public IReadOnlyList<string> ActivitiesOn(string group) => _activities.TryGetValue(group, out var activities) ? [.. activities] : [];

    public void OnMemberAdded(string group, PresenceMember member, string connectionId, long version) =>
        Write(group, new ChannelTransition(version, $"+{member.UserId} {member.UserInfo} by {connectionId}", Added: member.UserId));

    public void OnMemberRemoved(string group, string userId, long version) =>
        Write(group, new ChannelTransition(version, $"-{userId}", Removed: userId));

    public void OnSubscriptionCount(string group, int count, long version) =>
        Write(group, new ChannelTransition(version, $"count {count}", Count: count));

    public void OnPublished(string group, object publication, long version) =>
        Write(group, new ChannelTransition(version, $"published {publication}"));

    public void OnActivity(in ChannelActivity activity)
    {
        string words = activity.Kind switch
        {
            ChannelActivityKind.Occupied => "occupied",
            ChannelActivityKind.Vacated => "vacated",
            ChannelActivityKind.MemberAdded => $"added {activity.UserId}",
            ChannelActivityKind.MemberRemoved => $"removed {activity.UserId}",
            ChannelActivityKind.SubscriptionCount => $"count {activity.SubscriptionCount}",
            ChannelActivityKind.CacheMiss => "miss",
            _ => throw new InvalidOperationException($"The state reports no {activity.Kind}."),
        };
        _activities.GetOrAdd(activity.Group, _ => []).Enqueue(words);
    }

    private void Write(string group, ChannelTransition transition)
    {
        Log log = _logs.GetOrAdd(group, _ => new Log());
        if (Interlocked.Exchange(ref log.IsBusy, 1) == 1)
        {
            Interlocked.Increment(ref _overlaps);
        }

        // Gives other threads a chance to come in between, where nothing holds them off.
        Thread.Yield();
        log.News.Enqueue(transition);
        Volatile.Write(ref log.IsBusy, 0);
    }

    private sealed class Log
    {
        public readonly ConcurrentQueue<ChannelTransition> News = new();
        public int IsBusy;
    }
}
