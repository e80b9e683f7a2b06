// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Configuration;

/// <summary>
/// Reports the values that don't fit their setting. It stands at the apps' options because those are read again when the
/// configuration changes: one misspelt value then leaves the apps as they are.
/// </summary>
internal sealed class SettingsValidator(IConfiguration configuration) : IValidateOptions<PusherOptions>
{
    public ValidateOptionsResult Validate(string? name, PusherOptions options) =>
        CheckedSettings.Of(configuration).Errors is { Count: > 0 } errors
            ? ValidateOptionsResult.Fail(errors)
            : ValidateOptionsResult.Success;
}
