// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Configuration;

/// <summary>
/// Reports files that can't be read and values that don't fit their setting. It stands at the apps' options because those are
/// read again when the configuration changes: one misspelt value then leaves the apps as they are.
/// </summary>
internal sealed class SettingsValidator(IConfiguration configuration) : IValidateOptions<PusherOptions>
{
    public ValidateOptionsResult Validate(string? name, PusherOptions options)
    {
        IEnumerable<string> unreadable = configuration is IConfigurationBuilder files ? SettingsFiles.Errors(files) : [];
        string[] errors = [.. unreadable, .. CheckedSettings.Of(configuration).Errors];
        return errors.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
