// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Redis.Configuration;

/// <summary>Checks the settings without stopping at the first error; each error names its configuration key and no secret.</summary>
internal sealed class BridgeRedisOptionsValidator : IValidateOptions<BridgeRedisOptions>
{
    private const int LeastBufferBytes = 64 * 1024;
    private const int MostBufferBytes = 1024 * 1024 * 1024;
    private const int MostConnections = 64;
    private static readonly TimeSpan LongestTime = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, BridgeRedisOptions options)
    {
        List<string> errors = [];
        if (string.IsNullOrWhiteSpace(options.Configuration))
        {
            errors.Add("Bridge:Redis:Configuration is missing: name a server, such as 10.0.0.5:6379.");
        }
        else
        {
            errors.AddRange(RedisSettingsParser.Parse(options.Configuration).Errors.Select(error => $"Bridge:Redis:Configuration {error}"));
        }

        if (options is { Password: not null, PasswordProvider: not null })
        {
            errors.Add("Bridge:Redis:Password and PasswordProvider are both set: leave one of them out.");
        }

        CheckAuthorities(errors, options.CertificateAuthorityFile);
        if (string.IsNullOrEmpty(options.Prefix))
        {
            errors.Add("Bridge:Redis:Prefix must not be empty.");
        }

        if (options.HubName is { } hub && string.IsNullOrWhiteSpace(hub))
        {
            errors.Add("Bridge:Redis:HubName must be the full name of a hub, such as MyApp.Hubs.ChatHub.");
        }

        if (options.OutageBufferBytes is < LeastBufferBytes or > MostBufferBytes)
        {
            errors.Add($"Bridge:Redis:OutageBufferBytes is {options.OutageBufferBytes}, but must be {LeastBufferBytes} to {MostBufferBytes}.");
        }

        if (options.SubscriptionConnections is < 1 or > MostConnections)
        {
            errors.Add($"Bridge:Redis:SubscriptionConnections is {options.SubscriptionConnections}, but must be 1 to {MostConnections}.");
        }

        CheckTime(errors, nameof(options.OutageBufferAge), options.OutageBufferAge);
        CheckTime(errors, nameof(options.UnsubscribeDelay), options.UnsubscribeDelay);
        CheckTime(errors, nameof(options.AcknowledgeTimeout), options.AcknowledgeTimeout);
        CheckTime(errors, nameof(options.HeartbeatInterval), options.HeartbeatInterval);
        CheckTime(errors, nameof(options.NodeTimeout), options.NodeTimeout);
        if (options.HeartbeatInterval * 3 > options.NodeTimeout)
        {
            errors.Add($"Bridge:Redis:HeartbeatInterval is {options.HeartbeatInterval}, but must be at most a third of Bridge:Redis:NodeTimeout ({options.NodeTimeout}).");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void CheckAuthorities(List<string> errors, string? file)
    {
        try
        {
            _ = file is null ? null : CertificateAuthorities.Read(file);
        }
        catch (IOException e)
        {
            errors.Add($"Bridge:Redis:CertificateAuthorityFile can't be used: {e.Message}");
        }
    }

    private static void CheckTime(List<string> errors, string name, TimeSpan value)
    {
        // Above all this catches "10", which reads as ten days.
        if (value <= TimeSpan.Zero || value > LongestTime)
        {
            errors.Add($"Bridge:Redis:{name} is {value}, but must be more than 0 and at most {LongestTime} (hh:mm:ss).");
        }
    }
}
