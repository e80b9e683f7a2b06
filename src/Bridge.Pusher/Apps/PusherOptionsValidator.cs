// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Apps;

/// <summary>Checks the settings without stopping at the first error; each error names its configuration key.</summary>
internal sealed class PusherOptionsValidator : IValidateOptions<PusherOptions>
{
    private const int MasterKeyBytes = 32;

    // Ids and keys stand in URL paths, and a key ends at the ':' of a signature.
    private static readonly SearchValues<char> Identifier =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");

    public ValidateOptionsResult Validate(string? name, PusherOptions options)
    {
        List<string> errors = [];
        AtLeast(errors, "Bridge:ActivityTimeoutSeconds", options.ActivityTimeoutSeconds, 1);
        AtLeast(errors, "Bridge:PongTimeoutSeconds", options.PongTimeoutSeconds, 1);
        AtLeast(errors, "Bridge:MaxMessageBytes", options.MaxMessageBytes, 1_024);
        if (options.PublicPathPrefix is not "" and not ['/', .., not '/'])
        {
            errors.Add($"Bridge:PublicPathPrefix '{options.PublicPathPrefix}' must start with '/' and not end with it.");
        }

        for (int i = 0; i < options.Apps.Count; i++)
        {
            ValidateApp(errors, options.Apps, i);
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void ValidateApp(List<string> errors, IList<PusherApp> apps, int index)
    {
        PusherApp app = apps[index];
        string at = KeyOf(index);
        ValidateIdentifier(errors, $"{at}:Id", app.Id);
        ValidateIdentifier(errors, $"{at}:Key", app.Key);
        if (string.IsNullOrEmpty(app.Secret))
        {
            errors.Add($"{at}:Secret is missing.");
        }

        for (int earlier = 0; earlier < index; earlier++)
        {
            ValidateDifferent(errors, apps[earlier], KeyOf(earlier), app, at);
        }

        if (apps.Count > 1 && app.GroupPrefix.Length == 0)
        {
            errors.Add($"{at}:GroupPrefix is missing: with more than one app each needs its own.");
        }

        if (app.EncryptionMasterKey is { } masterKey && !IsMasterKey(masterKey))
        {
            errors.Add($"{at}:EncryptionMasterKey must be {MasterKeyBytes} bytes in base64.");
        }

        for (int i = 0; i < app.AllowedOrigins.Count; i++)
        {
            if (!OriginPattern.IsValid(app.AllowedOrigins[i]))
            {
                errors.Add($"{at}:AllowedOrigins:{i} '{app.AllowedOrigins[i]}' must be '*' or of the form scheme://[*.]host[:port].");
            }
        }

        ValidateLimits(errors, $"{at}:Limits", app.Limits);
    }

    private static void ValidateIdentifier(List<string> errors, string key, string value)
    {
        if (string.IsNullOrEmpty(value))
        {
            errors.Add($"{key} is missing.");
        }
        else if (value.AsSpan().ContainsAnyExcept(Identifier))
        {
            errors.Add($"{key} '{value}' must consist of letters, digits, '_' and '-'.");
        }
    }

    private static void ValidateDifferent(List<string> errors, PusherApp first, string firstAt, PusherApp second, string secondAt)
    {
        if (second.Id.Length > 0 && first.Id == second.Id)
        {
            errors.Add($"{secondAt}:Id '{second.Id}' is that of {firstAt} too.");
        }

        if (second.Key.Length > 0 && first.Key == second.Key)
        {
            errors.Add($"{secondAt}:Key '{second.Key}' is that of {firstAt} too.");
        }

        if (first.GroupPrefix.Length > 0 && second.GroupPrefix.Length > 0
            && (first.GroupPrefix.StartsWith(second.GroupPrefix, StringComparison.Ordinal)
                || second.GroupPrefix.StartsWith(first.GroupPrefix, StringComparison.Ordinal)))
        {
            errors.Add(
                $"{secondAt}:GroupPrefix '{second.GroupPrefix}' and that of {firstAt}, '{first.GroupPrefix}', must not begin with each other.");
        }
    }

    private static void ValidateLimits(List<string> errors, string at, PusherAppLimits limits)
    {
        AtLeast(errors, $"{at}:ClientEventsPerSecond", limits.ClientEventsPerSecond, 0);
        AtLeast(errors, $"{at}:MaxConnections", limits.MaxConnections, 0);
        AtLeast(errors, $"{at}:MaxChannelNameLength", limits.MaxChannelNameLength, 1);
        AtLeast(errors, $"{at}:MaxEventNameLength", limits.MaxEventNameLength, 1);
        AtLeast(errors, $"{at}:MaxEventBytes", limits.MaxEventBytes, 1);
        AtLeast(errors, $"{at}:MaxChannelsPerEvent", limits.MaxChannelsPerEvent, 1);
        AtLeast(errors, $"{at}:MaxEventsPerBatch", limits.MaxEventsPerBatch, 1);
        AtLeast(errors, $"{at}:MaxIdempotencyKeyLength", limits.MaxIdempotencyKeyLength, 1);
        AtLeast(errors, $"{at}:BackendEventsPerSecond", limits.BackendEventsPerSecond, 0);
        AtLeast(errors, $"{at}:ReadRequestsPerSecond", limits.ReadRequestsPerSecond, 0);
        AtLeast(errors, $"{at}:MaxRequestBytes", limits.MaxRequestBytes, limits.MaxEventBytes);
        AtLeast(errors, $"{at}:MaxPresenceMembers", limits.MaxPresenceMembers, 1);
        AtLeast(errors, $"{at}:MaxUserIdLength", limits.MaxUserIdLength, 1);
        AtLeast(errors, $"{at}:MaxUserInfoBytes", limits.MaxUserInfoBytes, 0);
        AtLeast(errors, $"{at}:MaxWatchlist", limits.MaxWatchlist, 0);
        AtLeast(errors, $"{at}:CacheSeconds", limits.CacheSeconds, 1);
    }

    private static void AtLeast(List<string> errors, string key, int value, int least)
    {
        if (value < least)
        {
            errors.Add($"{key} is {value}, but must be at least {least}.");
        }
    }

    private static bool IsMasterKey(string base64)
    {
        Span<byte> key = stackalloc byte[MasterKeyBytes];
        return Convert.TryFromBase64String(base64, key, out int written) && written == MasterKeyBytes;
    }

    private static string KeyOf(int index) => $"Bridge:Apps:{index}";
}
