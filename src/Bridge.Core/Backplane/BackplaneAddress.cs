// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Backplane;

/// <summary>Whom a message between nodes is for.</summary>
/// <param name="Scope">What the name is the name of.</param>
/// <param name="Name">The group, the user or the connection; empty for all. Compared ordinally.</param>
public readonly record struct BackplaneAddress(BackplaneScope Scope, string Name)
{
    /// <summary>Every connection of the hub.</summary>
    public static BackplaneAddress All => new(BackplaneScope.All, string.Empty);

    /// <summary>The members of a group.</summary>
    /// <param name="name">The group.</param>
    public static BackplaneAddress Group(string name) => new(BackplaneScope.Group, name);

    /// <summary>The connections of a user.</summary>
    /// <param name="userId">The user.</param>
    public static BackplaneAddress User(string userId) => new(BackplaneScope.User, userId);

    /// <summary>One connection.</summary>
    /// <param name="connectionId">The connection.</param>
    public static BackplaneAddress Connection(string connectionId) => new(BackplaneScope.Connection, connectionId);
}
