// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.Presence;

/// <summary>Plays back what an observer heard of one channel and asserts that it is a history that can have happened.</summary>
internal sealed class ChannelHistory
{
    private readonly IReadOnlyList<ChannelTransition> _news;

    public ChannelHistory(IReadOnlyList<ChannelTransition> news, string context)
    {
        _news = news;
        long last = 0;
        HashSet<string> present = [];
        foreach (ChannelTransition transition in news)
        {
            Assert.True(transition.Version > last, $"{context}: {transition} came after version {last}.");
            last = transition.Version;
            Assert.True(transition.Added is null || present.Add(transition.Added), $"{context}: {transition} was there already.");
            Assert.True(transition.Removed is null || present.Remove(transition.Removed), $"{context}: {transition} was not there.");
        }
    }

    /// <summary>The members in joining order, after everything up to a number.</summary>
    public IReadOnlyList<string> MembersAt(long version)
    {
        List<string> members = [];
        foreach (ChannelTransition transition in _news.TakeWhile(transition => transition.Version <= version))
        {
            if (transition.Added is { } added)
            {
                members.Add(added);
            }

            if (transition.Removed is { } removed)
            {
                members.Remove(removed);
            }
        }

        return members;
    }

    /// <summary>The last subscription count up to a number.</summary>
    public int CountAt(long version) => _news.LastOrDefault(transition => transition.Version <= version)?.Count ?? 0;
}
