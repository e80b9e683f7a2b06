// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;

namespace Bridge.Redis.State;

/// <summary>Tells watching connections what is new, in the order it came up, one at a time and with no lock held: the observer may call back.</summary>
internal sealed class WatchlistTeller(IUserObserver observer)
{
    private readonly Lock _sync = new();
    private readonly Queue<(string ConnectionId, List<string> Online, List<string> Offline)> _news = new();
    private bool _isFlushing;

    /// <summary>Adds news, unless there are none. Called under the lock of the change that made them, which gives them their place.</summary>
    public void Add(string connectionId, List<string> online, List<string> offline)
    {
        if (online.Count + offline.Count > 0)
        {
            lock (_sync)
            {
                _news.Enqueue((connectionId, online, offline));
            }
        }
    }

    /// <summary>Tells everything, unless another call is at it: that one takes along what was added meanwhile. Called with no lock held.</summary>
    public void Flush()
    {
        while (TryTake(out (string ConnectionId, List<string> Online, List<string> Offline) news))
        {
            try
            {
                observer.OnWatchlistEvents(news.ConnectionId, news.Online, news.Offline);
            }
            finally
            {
                lock (_sync)
                {
                    _isFlushing = false;
                }
            }
        }
    }

    private bool TryTake(out (string ConnectionId, List<string> Online, List<string> Offline) news)
    {
        lock (_sync)
        {
            news = default;
            return !_isFlushing && (_isFlushing = _news.TryDequeue(out news));
        }
    }
}
