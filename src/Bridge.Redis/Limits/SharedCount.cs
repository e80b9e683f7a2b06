// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Limits;

/// <summary>
/// The connections of one scope on this node, and those who wait for Redis to let them in. One exchange with Redis is under way at
/// a time: it tells the node's number as it is, so that nothing has to be made up for after an interruption, and asks for all who wait.
/// </summary>
internal sealed class SharedCount(string scope)
{
    private readonly Lock _sync = new();
    private readonly List<TaskCompletionSource<bool>> _waiting = [];
    private int _asked;
    private int _limit;
    private int _here;
    private bool _isTold = true;
    private bool _isTelling;

    public string Scope => scope;

    /// <summary>The connections on this node.</summary>
    public int Here
    {
        get
        {
            lock (_sync)
            {
                return _here;
            }
        }
    }

    /// <summary>Counts a connection without a limit.</summary>
    /// <returns>Whether the caller is to begin telling.</returns>
    public bool Add() => Change(1);

    /// <summary>A connection has ended.</summary>
    /// <returns>Whether the caller is to begin telling.</returns>
    public bool Release() => Change(-1);

    /// <summary>Redis may not know the number any more.</summary>
    /// <returns>Whether the caller is to begin telling.</returns>
    public bool Repeat() => Change(0);

    /// <summary>Waits for a place.</summary>
    /// <param name="limit">The limit as it is now.</param>
    /// <param name="begin">Whether the caller is to begin telling.</param>
    public Task<bool> WaitAsync(int limit, out bool begin)
    {
        var place = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_sync)
        {
            _waiting.Add(place);
            _limit = limit;
            begin = Begin();
        }

        return place.Task;
    }

    /// <summary>What is to be told and asked next.</summary>
    /// <returns>False when there is nothing more, and telling has ended.</returns>
    public bool TryNext(out int here, out int waiting, out int limit)
    {
        lock (_sync)
        {
            (here, waiting, limit) = (_here, _waiting.Count, _limit);
            _isTelling = waiting > 0 || !_isTold;
            _asked = waiting;
            _isTold = true;
            return _isTelling;
        }
    }

    /// <summary>Redis has answered how many of those who were asked for are let in.</summary>
    public void Answer(int added)
    {
        lock (_sync)
        {
            _here += added;
            Complete(_asked, added);
        }
    }

    /// <summary>Redis has not answered: the limit is this node's alone until it does, and telling has ended.</summary>
    public void GoAlone()
    {
        lock (_sync)
        {
            int added = _limit == 0 ? _waiting.Count : Math.Clamp(_limit - _here, 0, _waiting.Count);
            _here += added;
            Complete(_waiting.Count, added);
            _isTold = false;
            _isTelling = false;
        }
    }

    private bool Change(int difference)
    {
        lock (_sync)
        {
            _here += difference;
            _isTold = false;
            return Begin();
        }
    }

    private bool Begin()
    {
        bool begin = !_isTelling;
        _isTelling = true;
        return begin;
    }

    private void Complete(int count, int added)
    {
        for (int i = 0; i < count; i++)
        {
            _waiting[i].SetResult(i < added);
        }

        _waiting.RemoveRange(0, count);
    }
}
