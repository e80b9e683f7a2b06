// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>
/// What a connection knows of the users that it watches. News that come while their present state is being read wait for it, and
/// what it contains already is left out. Not for concurrent use.
/// </summary>
internal sealed class Watchlist(string connectionId, string[] userIds)
{
    private readonly HashSet<string> _online = new(StringComparer.Ordinal);
    private readonly List<UserNewsMessage> _early = [];
    private long _version;
    private bool _isRead;

    public string ConnectionId => connectionId;

    /// <summary>Whom it watches, each once.</summary>
    public string[] UserIds => userIds;

    /// <summary>Takes the users' state as it is at one instant.</summary>
    /// <param name="version">The latest news that are part of it.</param>
    /// <param name="online">Those of the watched users who are online.</param>
    /// <returns>Who came and who went since the last time; the first time who is online and who is not.</returns>
    public (List<string> Online, List<string> Offline) Read(long version, HashSet<string> online)
    {
        List<string> came = [], went = [];
        foreach (string userId in userIds)
        {
            if (online.Contains(userId))
            {
                Add(came, userId, _online.Add(userId));
            }
            else
            {
                Add(went, userId, _online.Remove(userId) || !_isRead);
            }
        }

        _version = version;
        _isRead = true;
        return (came, went);
    }

    /// <summary>The news that came while the state was being read; each is to be given to <see cref="Apply"/> again.</summary>
    public UserNewsMessage[] TakeEarly()
    {
        UserNewsMessage[] early = [.. _early];
        _early.Clear();
        return early;
    }

    /// <summary>Takes news into account.</summary>
    /// <returns>Who of the watched users came or went by them.</returns>
    public List<string> Apply(UserNewsMessage news)
    {
        List<string> changed = [];
        if (!_isRead)
        {
            _early.Add(news);
            return changed;
        }

        if (news.Version != 0 && news.Version <= _version)
        {
            return changed;
        }

        bool isOnline = news.Kind == UserNewsMessage.Online;
        foreach (string userId in news.UserIds)
        {
            if (Array.IndexOf(userIds, userId) >= 0)
            {
                Add(changed, userId, isOnline ? _online.Add(userId) : _online.Remove(userId));
            }
        }

        return changed;
    }

    private static void Add(List<string> list, string userId, bool isChange)
    {
        if (isChange)
        {
            list.Add(userId);
        }
    }
}
