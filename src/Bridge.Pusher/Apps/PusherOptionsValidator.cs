// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Pusher.Webhooks;
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
        WebhookSettingsCheck.Check(errors, "Bridge:Webhooks", options.Webhooks);
        if (options.PublicPathPrefix is not "" and not ['/', .., not '/'])
        {
            errors.Add($"Bridge:PublicPathPrefix '{options.PublicPathPrefix}' must start with '/' and not end with it.");
        }

        if (options.FallbackHostName is { } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            errors.Add($"Bridge:FallbackHostName '{host}' must be a host name, without a port.");
        }

        (string At, PusherApp App)[] apps = [.. options.Apps.Select((app, index) => (app.Place ?? $"Bridge:Apps:{index}", app))];
        foreach ((string at, PusherApp app) in apps)
        {
            ValidateApp(errors, at, app);
        }

        PusherAppDifferences.Check(errors, apps);
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void ValidateApp(List<string> errors, string at, PusherApp app)
    {
        ValidateIdentifier(errors, $"{at}:Id", app.Id);
        ValidateIdentifier(errors, $"{at}:Key", app.Key);
        if (string.IsNullOrEmpty(app.Secret))
        {
            errors.Add($"{at}:Secret is missing.");
        }

        ValidatePreviousKey(errors, at, app);
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

        for (int i = 0; i < app.Webhooks.Count; i++)
        {
            WebhookSettingsCheck.Check(errors, $"{at}:Webhooks:{i}", app.Webhooks[i]);
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

    private static void ValidatePreviousKey(List<string> errors, string at, PusherApp app)
    {
        if (app.PreviousKey is null)
        {
            if (!string.IsNullOrEmpty(app.PreviousSecret))
            {
                errors.Add($"{at}:PreviousKey is missing: {at}:PreviousSecret belongs to it.");
            }

            return;
        }

        ValidateIdentifier(errors, $"{at}:PreviousKey", app.PreviousKey);
        if (string.IsNullOrEmpty(app.PreviousSecret))
        {
            errors.Add($"{at}:PreviousSecret is missing.");
        }
    }

    private static void ValidateLimits(List<string> errors, string at, PusherAppLimits limits)
    {
        AtLeast(errors, $"{at}:ClientEventsPerSecond", limits.ClientEventsPerSecond, 0);
        AtLeast(errors, $"{at}:MaxConnections", limits.MaxConnections, 0);
        AtLeast(errors, $"{at}:MaxChannelsPerConnection", limits.MaxChannelsPerConnection, 0);
        AtLeast(errors, $"{at}:AuthorizationSeconds", limits.AuthorizationSeconds, 0);
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
}
