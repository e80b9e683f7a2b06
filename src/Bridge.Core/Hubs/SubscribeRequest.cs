// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.Serialization;
using System.Text.Json.Serialization;

namespace Bridge.Core.Hubs;

/// <summary>What a native client sends along with a subscription. All fields are optional.</summary>
/// <remarks>The names are part of the protocol: neither System.Text.Json nor Newtonsoft.Json changes them by the app's settings.</remarks>
[DataContract]
public sealed class SubscribeRequest
{
    /// <summary>The auth endpoint's answer for private and presence channels: <c>KEY:SIGNATURE</c>.</summary>
    [DataMember(Name = "auth")]
    [JsonPropertyName("auth")]
    public string? Auth { get; set; }

    /// <summary>The member data that the auth endpoint signed, exactly as it came.</summary>
    [DataMember(Name = "channelData")]
    [JsonPropertyName("channelData")]
    public string? ChannelData { get; set; }

    /// <summary>
    /// On a channel with a history, the name of the history that the client knows, as an earlier answer gave it; with <see cref="Offset"/>,
    /// the events behind that place follow the answer.
    /// </summary>
    [DataMember(Name = "epoch")]
    [JsonPropertyName("epoch")]
    public string? Epoch { get; set; }

    /// <summary>The last offset that the client knows: of an event, or of an earlier answer. 0 or more.</summary>
    [DataMember(Name = "offset")]
    [JsonPropertyName("offset")]
    public long? Offset { get; set; }
}
