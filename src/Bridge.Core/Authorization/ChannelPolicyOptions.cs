// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Authorization;

/// <summary>The policies of channels.</summary>
internal sealed class ChannelPolicyOptions
{
    public List<ChannelPolicy> Policies { get; } = [];
}
