// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Authorization;

/// <summary>The policies of channels, as <c>bridge.Channels(pattern)</c> collects them. For authorizers.</summary>
public interface IChannelPolicies
{
    /// <summary>Evaluates the policies of the requested channel for the principal of the request; nobody's when it has none.</summary>
    /// <param name="request">Who asks for what; also the resource of the evaluation.</param>
    ValueTask<ChannelPolicyResult> EvaluateAsync(ChannelAuthorizationRequest request);
}
