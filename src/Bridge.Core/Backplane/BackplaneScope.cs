// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Backplane;

/// <summary>Whom a message between nodes is for.</summary>
public enum BackplaneScope
{
    /// <summary>Every connection of the hub.</summary>
    All,

    /// <summary>The members of a group.</summary>
    Group,

    /// <summary>The connections of a user.</summary>
    User,

    /// <summary>One connection.</summary>
    Connection,
}
