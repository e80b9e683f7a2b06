// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Server.Configuration;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Demo;

/// <summary>Keeps apps with the well-known secret from other machines, at start and when the apps change.</summary>
internal sealed class DemoSecretValidator(IConfiguration configuration) : IValidateOptions<PusherOptions>
{
    public ValidateOptionsResult Validate(string? name, PusherOptions options)
    {
        if (!options.Apps.Any(app => app.Secret == DemoApp.Secret))
        {
            return ValidateOptionsResult.Success;
        }

        string[] errors = [.. ListenAddress.From(configuration).Where(address => address.IsOpen).Select(Error)];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static string Error(ListenAddress address) =>
        $"{address.Key} '{address.Url}' can be reached from other machines, but an app has the well-known secret '{DemoApp.Secret}': "
        + "set Bridge:Apps:0:Id, Bridge:Apps:0:Key and Bridge:Apps:0:Secret to your own, or listen on 127.0.0.1 only.";
}
