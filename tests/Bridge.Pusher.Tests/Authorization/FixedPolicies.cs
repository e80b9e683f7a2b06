// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;

namespace Bridge.Pusher.Tests.Authorization;

/// <summary>Policies that always say the same.</summary>
internal sealed class FixedPolicies(ChannelPolicyResult result) : IChannelPolicies
{
    public ValueTask<ChannelPolicyResult> EvaluateAsync(ChannelAuthorizationRequest request) => new(result);
}
