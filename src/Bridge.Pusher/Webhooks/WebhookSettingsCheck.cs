// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Pusher.Webhooks;

/// <summary>Checks the settings of webhooks without stopping at the first error; each error names its configuration key.</summary>
internal static class WebhookSettingsCheck
{
    private const int MostBatched = 1_000;
    private const int LeastQueueBytes = 65_536;
    private const int LeastDeadLetterBytes = 65_536;
    private const int MostRequests = 100;
    private const int LongestPrefix = 200;

    // Above all these catch "10", which reads as ten days.
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static void Check(List<string> errors, string at, WebhookOptions options)
    {
        Between(errors, $"{at}:Grace", options.Grace, TimeSpan.Zero, Minute);
        Between(errors, $"{at}:CacheMissInterval", options.CacheMissInterval, TimeSpan.Zero, Hour);
        Between(errors, $"{at}:QueueBytes", options.QueueBytes, LeastQueueBytes, int.MaxValue);
        Between(errors, $"{at}:MaxRequests", options.MaxRequests, 1, MostRequests);
        Between(errors, $"{at}:DrainTime", options.DrainTime, TimeSpan.Zero, Hour);
        Between(errors, $"{at}:DeadLetterBytes", options.DeadLetterBytes, LeastDeadLetterBytes, long.MaxValue);
        if (options.DeadLetterFile is { } file && !CanHoldFile(file))
        {
            errors.Add($"{at}:DeadLetterFile '{file}' must be a file in a folder that exists.");
        }
    }

    public static void Check(List<string> errors, string at, PusherWebhook webhook)
    {
        if (WrongWithUrl(webhook.Url) is { } problem)
        {
            // The address itself may hold a secret.
            errors.Add($"{at}:Url {problem}");
        }

        for (int i = 0; i < webhook.Events.Count; i++)
        {
            if (!WebhookEventNames.All.Contains(webhook.Events[i]))
            {
                errors.Add($"{at}:Events:{i} '{webhook.Events[i]}' must be one of {string.Join(", ", WebhookEventNames.All.Order(StringComparer.Ordinal))}.");
            }
        }

        if (webhook.ChannelPrefix.Length > 0 && !ChannelName.IsValid(webhook.ChannelPrefix, LongestPrefix))
        {
            errors.Add($"{at}:ChannelPrefix '{webhook.ChannelPrefix}' can't be the beginning of a channel's name.");
        }

        Between(errors, $"{at}:Batch", webhook.Batch, 1, MostBatched);
        Between(errors, $"{at}:BatchDelay", webhook.BatchDelay, TimeSpan.Zero, Minute);
        Between(errors, $"{at}:Timeout", webhook.Timeout, TimeSpan.FromMilliseconds(1), Minute);
        Between(errors, $"{at}:RetryFor", webhook.RetryFor, TimeSpan.Zero, TimeSpan.FromDays(1));
    }

    private static string? WrongWithUrl(string url)
    {
        if (string.IsNullOrEmpty(url))
        {
            return "is missing.";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? uri)
            || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            return "must be an absolute address with http or https.";
        }

        return uri.UserInfo.Length > 0 || uri.Fragment.Length > 0
            ? "must have neither a user name or password nor a fragment."
            : null;
    }

    private static bool CanHoldFile(string file) =>
        Path.GetFileName(file).Length > 0 && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)));

    private static void Between<T>(List<string> errors, string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add($"{key} is {value}, but must be {least} to {most}{(value is TimeSpan ? " (hh:mm:ss)" : "")}.");
        }
    }
}
