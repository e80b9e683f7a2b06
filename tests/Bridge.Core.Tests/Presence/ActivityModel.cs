// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.Presence;

/// <summary>What is reported of one channel, by a model that looks at everything every second.</summary>
/// <param name="grace">How long a departure waits, in seconds.</param>
internal sealed class ActivityModel(int grace)
{
    private readonly List<(string User, int Due)> _departed = [];
    private int _now;
    private int _vacatedAt;
    private bool _occupied;

    public Dictionary<string, string> Connections { get; } = [];

    public List<string> Reports { get; } = [];

    public void Join(string connection, string user)
    {
        if (Connections.ContainsKey(connection))
        {
            return;
        }

        bool isNew = !Connections.ContainsValue(user);
        Connections.Add(connection, user);
        if (!_occupied)
        {
            _occupied = true;
            Reports.Add("occupied");
        }

        if (isNew && _departed.RemoveAll(departed => departed.User == user) == 0)
        {
            Reports.Add($"added {user}");
        }
    }

    public void Leave(string connection, bool isLost)
    {
        if (!Connections.Remove(connection, out string? user))
        {
            return;
        }

        int due = isLost ? _now + grace : _now;
        if (!Connections.ContainsValue(user))
        {
            if (isLost)
            {
                _departed.Add((user, due));
            }
            else
            {
                Reports.Add($"removed {user}");
            }
        }

        _vacatedAt = due;
        ReportDue();
    }

    public void Second()
    {
        _now++;
        ReportDue();
    }

    private void ReportDue()
    {
        foreach ((string user, int due) in _departed.ToArray())
        {
            if (due <= _now)
            {
                _departed.Remove((user, due));
                Reports.Add($"removed {user}");
            }
        }

        if (_occupied && Connections.Count == 0 && _departed.Count == 0 && _vacatedAt <= _now)
        {
            _occupied = false;
            Reports.Add("vacated");
        }
    }
}
