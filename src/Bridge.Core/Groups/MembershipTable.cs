// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;

namespace Bridge.Core.Groups;

/// <summary>A connection's memberships by group. Most connections are on one group, which needs no dictionary.</summary>
internal struct MembershipTable
{
    private Membership? _only;
    private Dictionary<string, Membership>? _more;

    /// <summary>The groups' names.</summary>
    public readonly string[] Groups => _more is not null ? [.. _more.Keys] : _only is not null ? [_only.Group.Name] : [];

    /// <summary>How many groups there are.</summary>
    public readonly int Count => _more?.Count ?? (_only is null ? 0 : 1);

    public readonly bool TryFind(string group, [NotNullWhen(true)] out Membership? membership)
    {
        if (_more is not null)
        {
            return _more.TryGetValue(group, out membership);
        }

        membership = _only?.Group.Name == group ? _only : null;
        return membership is not null;
    }

    public bool TryAdd(Membership membership)
    {
        if (_more is null && _only is null)
        {
            _only = membership;
            return true;
        }

        if (_more is null)
        {
            _more = new Dictionary<string, Membership>(StringComparer.Ordinal) { [_only!.Group.Name] = _only };
            _only = null;
        }

        return _more.TryAdd(membership.Group.Name, membership);
    }

    public bool TryRemove(string group, [NotNullWhen(true)] out Membership? membership)
    {
        if (_more is not null)
        {
            return _more.Remove(group, out membership);
        }

        if (TryFind(group, out membership))
        {
            _only = null;
        }

        return membership is not null;
    }
}
