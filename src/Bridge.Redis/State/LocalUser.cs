// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>What this node knows of a user who has connections here, or had some that Redis may still have. Not for concurrent use.</summary>
internal sealed class LocalUser
{
    /// <summary>The user's connections on this node.</summary>
    public HashSet<string> Connections { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether Redis may have connections of this node, of the present ones or of others.</summary>
    public bool IsReported { get; set; }
}
