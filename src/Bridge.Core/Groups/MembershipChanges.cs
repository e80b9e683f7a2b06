// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Groups;

/// <summary>
/// Joins and leaves of one connection on one group happen one after the other, in the order they were asked for. Each of
/// them changes this node's list and then the shared state, which may take time: two at once could leave the connection in
/// one of them and not in the other.
/// </summary>
internal sealed class MembershipChanges
{
    private readonly Dictionary<(HubMember Member, string Group), Turn> _last = [];

    /// <summary>How many changes are under way or wait.</summary>
    public int Count
    {
        get
        {
            lock (_last)
            {
                return _last.Count;
            }
        }
    }

    /// <summary>Waits for the changes that were asked for before.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="group">The group.</param>
    /// <returns>To be disposed of when the change is made.</returns>
    public async ValueTask<Turn> EnterAsync(HubMember member, string group)
    {
        var turn = new Turn(this, (member, group));
        Turn? before;
        lock (_last)
        {
            _last.TryGetValue(turn.Key, out before);
            _last[turn.Key] = turn;
        }

        if (before is not null)
        {
            await before.Ended;
        }

        return turn;
    }

    private void End(Turn turn)
    {
        lock (_last)
        {
            if (_last[turn.Key] == turn)
            {
                _last.Remove(turn.Key);
            }
        }
    }

    /// <summary>The right to change one membership.</summary>
    internal sealed class Turn(MembershipChanges changes, (HubMember Member, string Group) key) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public (HubMember Member, string Group) Key => key;

        public Task Ended => _ended.Task;

        public void Dispose()
        {
            changes.End(this);
            _ended.SetResult();
        }
    }
}
