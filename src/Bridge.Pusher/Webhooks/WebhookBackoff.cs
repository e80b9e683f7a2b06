// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Webhooks;

/// <summary>How long to wait before a request is tried again: a second, then twice as long each time, at most half a minute.</summary>
internal static class WebhookBackoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The wait after a failed attempt. Half of it is left to chance, so that requests that failed together part.</summary>
    /// <param name="attempt">Which attempt failed, from 1.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int attempt, double chance)
    {
        TimeSpan full = attempt > 5 ? Longest : First * (1 << (attempt - 1));
        return full * (0.5 + (chance / 2));
    }
}
