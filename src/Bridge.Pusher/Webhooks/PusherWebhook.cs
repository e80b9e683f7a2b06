// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json.Serialization;

namespace Bridge.Pusher.Webhooks;

/// <summary>One receiver of an app's webhooks. Bound from <c>Bridge:Apps:N:Webhooks:M</c>.</summary>
/// <remarks>Set it up before the server reads it; what is in use is replaced as a whole on a reload and never changed.</remarks>
public sealed class PusherWebhook
{
    /// <summary>Makes a webhook that configuration or an initialiser fills.</summary>
    public PusherWebhook()
    {
    }

    /// <summary>Makes a webhook for all events.</summary>
    /// <param name="url">Where to post to.</param>
    public PusherWebhook(string url) => Url = url;

    /// <summary>
    /// Where to post to: an absolute address with http or https. Required. May hold a secret in its path or query, so it is
    /// never logged in full. Whoever sets it makes this server send requests there (docs/operations/webhooks.md, "Security").
    /// </summary>
    [JsonIgnore]
    public string Url { get; set; } = "";

    /// <summary>
    /// The events to send: <c>channel_occupied</c>, <c>channel_vacated</c>, <c>member_added</c>, <c>member_removed</c>,
    /// <c>client_event</c>, <c>cache_miss</c>, <c>subscription_count</c>. Default: empty, which sends all of them.
    /// </summary>
    public IList<string> Events { get; } = [];

    /// <summary>What the names of the channels begin with that are reported. Default: empty, which reports all channels.</summary>
    public string ChannelPrefix { get; set; } = "";

    /// <summary>The most events in one request. More make fewer requests, but each event may wait for <see cref="BatchDelay"/>. Default: 1.</summary>
    public int Batch { get; set; } = 1;

    /// <summary>How long an event may wait for others to fill its request; only with <see cref="Batch"/> above 1. Default: 1 second.</summary>
    public TimeSpan BatchDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the receiver may take to answer; then the attempt has failed. Default: 5 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>For how long a request that fails is tried again; then it is a dead letter. Zero: it is not tried again. Default: 5 minutes.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether an event goes to this webhook.</summary>
    internal bool Wants(string eventName, string channel) =>
        channel.StartsWith(ChannelPrefix, StringComparison.Ordinal) && (Events.Count == 0 || Events.Contains(eventName));
}
