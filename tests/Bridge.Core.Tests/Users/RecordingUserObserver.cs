// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Users;

namespace Bridge.Core.Tests.Users;

/// <summary>Writes down what each watching connection is told, in order.</summary>
internal sealed class RecordingUserObserver : IUserObserver
{
    private readonly ConcurrentQueue<(string ConnectionId, string[] Online, string[] Offline)> _news = new();

    /// <summary>Called with each piece of news before it is written down.</summary>
    public Action<string> OnNews { get; set; } = static _ => { };

    /// <summary>What a connection was told.</summary>
    public IReadOnlyList<(string[] Online, string[] Offline)> To(string connectionId) =>
        [.. _news.Where(news => news.ConnectionId == connectionId).Select(news => (news.Online, news.Offline))];

    /// <summary>What a connection was told, in words such as <c>+ann -bob -cid</c>.</summary>
    public IEnumerable<string> WordsTo(string connectionId) => To(connectionId)
        .Select(news => string.Join(' ', news.Online.Select(id => "+" + id).Concat(news.Offline.Select(id => "-" + id))));

    /// <summary>The users whose connections were to be closed.</summary>
    public ConcurrentQueue<string> Terminated { get; } = [];

    public void OnTerminated(string userId) => Terminated.Enqueue(userId);

    public void OnWatchlistEvents(string connectionId, IReadOnlyList<string> online, IReadOnlyList<string> offline)
    {
        OnNews(connectionId);
        _news.Enqueue((connectionId, [.. online], [.. offline]));
    }
}
