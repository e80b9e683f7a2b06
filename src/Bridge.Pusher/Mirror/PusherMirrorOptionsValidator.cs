// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Mirror;

/// <summary>Checks the settings of mirrors without stopping at the first error; each error names its configuration key.</summary>
internal sealed class PusherMirrorOptionsValidator : IValidateOptions<PusherMirrorOptions>
{
    private const string Section = "Bridge:Mirror";
    private const int LeastQueueBytes = 65_536;
    private const int MostRequests = 100;
    private const int MostBatched = 10;

    public ValidateOptionsResult Validate(string? name, PusherMirrorOptions options)
    {
        List<string> errors = [];
        Between(errors, $"{Section}:QueueBytes", options.QueueBytes, LeastQueueBytes, int.MaxValue);
        Between(errors, $"{Section}:MaxRequests", options.MaxRequests, 1, MostRequests);
        Between(errors, $"{Section}:DrainTime", options.DrainTime, TimeSpan.Zero, TimeSpan.FromHours(1));
        HashSet<string> apps = new(StringComparer.Ordinal);
        HashSet<string> keys = new(StringComparer.Ordinal);
        for (int i = 0; i < options.Services.Count; i++)
        {
            PusherMirrorService service = options.Services[i];
            string at = $"{Section}:Services:{i}";
            Check(errors, at, service);
            if (service.AppHere.Length > 0 && !apps.Add(service.AppHere))
            {
                errors.Add($"{at}:App '{service.AppHere}' is mirrored by another entry already.");
            }

            if (service.Key.Length > 0 && !keys.Add(service.Key))
            {
                errors.Add($"{at}:Key '{service.Key}' is that of another entry already.");
            }
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static void Check(List<string> errors, string at, PusherMirrorService service)
    {
        Required(errors, $"{at}:AppId", service.AppId);
        Required(errors, $"{at}:Key", service.Key);
        Required(errors, $"{at}:Secret", service.Secret);
        if (!Uri.TryCreate(service.Url, UriKind.Absolute, out Uri? url)
            || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)
            || url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            // The address itself may hold a secret.
            errors.Add($"{at}:Url must be an address such as https://api-eu.pusher.com, without user name, query and fragment.");
        }

        Between(errors, $"{at}:Batch", service.Batch, 1, MostBatched);
        Between(errors, $"{at}:Timeout", service.Timeout, TimeSpan.FromMilliseconds(1), TimeSpan.FromMinutes(1));
        Between(errors, $"{at}:RetryFor", service.RetryFor, TimeSpan.Zero, TimeSpan.FromDays(1));
    }

    private static void Required(List<string> errors, string key, string value)
    {
        if (value.Length == 0)
        {
            errors.Add($"{key} is missing.");
        }
    }

    private static void Between<T>(List<string> errors, string key, T value, T least, T most)
        where T : IComparable<T>
    {
        if (value.CompareTo(least) < 0 || value.CompareTo(most) > 0)
        {
            errors.Add($"{key} is {value}, but must be {least} to {most}{(value is TimeSpan ? " (hh:mm:ss)" : "")}.");
        }
    }
}
