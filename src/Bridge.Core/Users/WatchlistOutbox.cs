// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Users;

/// <summary>
/// Hands news to the observer in the order they came up, one at a time, and with no lock held: the observer may call back.
/// </summary>
internal sealed class WatchlistOutbox(IUserObserver observer)
{
    private readonly Lock _sync = new();
    private readonly Queue<WatchlistNews> _news = new();
    private bool _isFlushing;

    /// <summary>Adds news. Called under the lock of the change that made them, which gives them their place.</summary>
    public void Add(WatchlistNews news)
    {
        lock (_sync)
        {
            _news.Enqueue(news);
        }
    }

    /// <summary>
    /// Hands everything over, unless a call further up or on another thread is at it: that one takes along what was added
    /// meanwhile. Called with no lock held.
    /// </summary>
    public void Flush()
    {
        if (!TryBegin())
        {
            return;
        }

        try
        {
            while (TryTakeOrEnd(out WatchlistNews news))
            {
                observer.OnWatchlistEvents(news.ConnectionId, news.Online, news.Offline);
            }
        }
        catch
        {
            // Without this, one failure of the observer would silence it for good.
            End();
            throw;
        }
    }

    private bool TryBegin()
    {
        lock (_sync)
        {
            if (_isFlushing)
            {
                return false;
            }

            _isFlushing = true;
            return true;
        }
    }

    // Finding nothing and ending are one step: news added after it find no flush at work and get one of their own.
    private bool TryTakeOrEnd(out WatchlistNews news)
    {
        lock (_sync)
        {
            if (_news.TryDequeue(out news))
            {
                return true;
            }

            _isFlushing = false;
            return false;
        }
    }

    private void End()
    {
        lock (_sync)
        {
            _isFlushing = false;
        }
    }
}
