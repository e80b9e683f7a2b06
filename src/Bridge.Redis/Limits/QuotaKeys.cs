// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.State;

namespace Bridge.Redis.Limits;

/// <summary>The names of what is counted in Redis.</summary>
/// <param name="prefix">The prefix of the counts.</param>
internal sealed class QuotaKeys(string prefix)
{
    /// <summary>Hash of the nodes to their connections of a scope.</summary>
    public byte[] ConnectionsOf(string scope) => StateKeys.Bytes($"{prefix}:connections:{scope}");

    /// <summary>Set of the scopes that a node has connections of.</summary>
    public byte[] ScopesOf(string node) => StateKeys.Bytes($"{prefix}:node:{node}:scopes");
}
