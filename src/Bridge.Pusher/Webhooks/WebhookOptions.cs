// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>What holds for the webhooks of all apps. Bound from <c>Bridge:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// How long <c>member_removed</c> and <c>channel_vacated</c> wait after a connection ended. Whoever is back by then
    /// neither went nor came. Default: 3 seconds.
    /// </summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>For how long a channel sends no second <c>cache_miss</c>, unless something was published in between. Default: 10 seconds.</summary>
    public TimeSpan CacheMissInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The bytes of events that may wait for one webhook. Over it the oldest become dead letters. Default: 4 MiB.
    /// </summary>
    public int QueueBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>
    /// The requests to one webhook that may be under way at one time, those that wait to be tried again included. Events of
    /// one channel are never in two of them. Default: 8.
    /// </summary>
    public int MaxRequests { get; set; } = 8;

    /// <summary>How long the server sends what is queued when it stops; the rest becomes dead letters. Default: 10 seconds.</summary>
    public TimeSpan DrainTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The file that dead letters are appended to, one JSON object a line. Default: none, which logs that they were lost.
    /// </summary>
    public string? DeadLetterFile { get; set; }

    /// <summary>
    /// The bytes of dead letters that are kept: the file and one older file of half that size each. Default: 128 MiB.
    /// </summary>
    public long DeadLetterBytes { get; set; } = 128 * 1024 * 1024;
}
