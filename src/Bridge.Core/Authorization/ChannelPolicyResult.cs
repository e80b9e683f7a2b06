// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Authorization;

/// <summary>What the policies say about a subscription.</summary>
public enum ChannelPolicyResult
{
    /// <summary>No policy is about this channel.</summary>
    None,

    /// <summary>The user satisfies the channel's policies.</summary>
    Admitted,

    /// <summary>The user does not.</summary>
    NotAdmitted,
}
