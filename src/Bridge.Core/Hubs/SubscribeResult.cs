// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Presence;

namespace Bridge.Core.Hubs;

/// <summary>The answer to a subscription; fields that do not apply to the kind of channel are null.</summary>
/// <remarks>The names are part of the protocol: neither System.Text.Json nor Newtonsoft.Json changes them by the app's settings.</remarks>
[DataContract]
public sealed class SubscribeResult
{
    /// <summary>For dialect connections, which are answered in their own words.</summary>
    internal static readonly SubscribeResult None = new();

    /// <summary>The channel.</summary>
    [DataMember(Name = "channel")]
    [JsonPropertyName("channel")]
    public string? Channel { get; init; }

    /// <summary>The users on a presence channel, the new one included, in the order they joined.</summary>
    [DataMember(Name = "members")]
    [JsonPropertyName("members")]
    public IReadOnlyList<SubscribedMember>? Members { get; init; }

    /// <summary>Connections on a channel that announces them, the new one included; on a presence channel the users.</summary>
    [DataMember(Name = "count")]
    [JsonPropertyName("count")]
    public int? Count { get; init; }

    /// <summary>The last event of a cache channel; null where <see cref="Recovered"/> is true, for the client has it or gets it.</summary>
    [DataMember(Name = "event")]
    [JsonPropertyName("event")]
    public SubscribedEvent? Event { get; init; }

    /// <summary>The name of the channel's history; null on a channel that has none, and while it is out of reach.</summary>
    [DataMember(Name = "epoch")]
    [JsonPropertyName("epoch")]
    public string? Epoch { get; init; }

    /// <summary>Where the subscription begins in it: the events behind this offset follow, each with its own.</summary>
    [DataMember(Name = "offset")]
    [JsonPropertyName("offset")]
    public long? Offset { get; init; }

    /// <summary>
    /// Whether it begins where the client had stopped, so that no event is missing; null for a client that did not ask for it.
    /// </summary>
    [DataMember(Name = "recovered")]
    [JsonPropertyName("recovered")]
    public bool? Recovered { get; init; }

    internal static SubscribeResult From(HubChannel target, ChannelJoin join, Func<ReadOnlyMemory<byte>, object?> fromJson)
    {
        JoinResult result = join.Result!;
        bool hasMembers = (target.Kind & ChannelKind.Presence) != 0;
        bool isRecovered = join.Start is { IsRecovered: true };
        return new SubscribeResult
        {
            Channel = target.Group,
            Members = hasMembers ? [.. result.Members.Select(member => SubscribedMember.From(member, fromJson))] : null,
            Count = hasMembers ? result.Members.Count : target.Settings.SubscriptionCounts ? result.ConnectionCount : null,
            Event = !isRecovered && result.Cached is { } cached ? SubscribedEvent.From(cached, fromJson) : null,
            Epoch = join.Start?.Position.Epoch,
            Offset = join.Start?.Position.Offset,
            Recovered = join.IsResuming ? isRecovered : null,
        };
    }
}
