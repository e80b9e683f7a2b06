// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Redis.Roaming;

/// <summary>Checks the settings without stopping at the first error; each error names its configuration key and no secret.</summary>
internal sealed class BridgeNodeOptionsValidator : IValidateOptions<BridgeNodeOptions>
{
    private const int ShortestSecret = 16;

    public ValidateOptionsResult Validate(string? name, BridgeNodeOptions options)
    {
        List<string> errors = [];
        if (options.Secret.Length < ShortestSecret)
        {
            errors.Add($"Bridge:Node:Secret must have at least {ShortestSecret} characters, the same on all nodes.");
        }

        if (options.Address is { } address && !IsOrigin(address))
        {
            errors.Add($"Bridge:Node:Address '{address}' must be an address without a path, such as http://10.0.0.7:5000.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static bool IsOrigin(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out Uri? uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.PathAndQuery == "/" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0;
}
