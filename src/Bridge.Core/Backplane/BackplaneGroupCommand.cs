// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Backplane;

/// <summary>Asks the node that holds a connection to change its membership in a group.</summary>
/// <param name="ConnectionId">The connection.</param>
/// <param name="Group">The group.</param>
/// <param name="IsAdd">Whether it joins or leaves.</param>
public sealed record BackplaneGroupCommand(string ConnectionId, string Group, bool IsAdd);
