// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Pusher.RestApi;

/// <summary>An event as a request describes it; what the request does not say is null.</summary>
internal sealed class PublishRequest
{
    public string? Name { get; set; }

    public EventData? Data { get; set; }

    /// <summary>The size of the data as the clients' text, in bytes of UTF-8.</summary>
    public int DataBytes { get; set; }

    /// <summary>The channels as they were listed.</summary>
    public List<string> Channels { get; } = [];

    public string? SocketId { get; set; }

    public string? Info { get; set; }

    /// <summary>What of <see cref="Info"/> is wanted; known when the request has been checked.</summary>
    public ChannelAttributes Attributes { get; set; }

    public string? IdempotencyKey { get; set; }

    /// <summary>Whether another Bridge forwards it that mirrors to this one.</summary>
    public bool IsMirrored { get; set; }

    /// <summary>The channels in the order they were listed; one that is listed twice gets the event once.</summary>
    public IReadOnlyCollection<string> DistinctChannels =>
        Channels.Count < 2 ? Channels : new HashSet<string>(Channels, StringComparer.Ordinal);
}
