// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Hubs;

/// <summary>What a native client sends along with a subscription. All fields are optional.</summary>
public sealed class SubscribeRequest
{
    /// <summary>The auth endpoint's answer for private and presence channels: <c>KEY:SIGNATURE</c>.</summary>
    public string? Auth { get; set; }

    /// <summary>The member data that the auth endpoint signed, exactly as it came.</summary>
    public string? ChannelData { get; set; }
}
