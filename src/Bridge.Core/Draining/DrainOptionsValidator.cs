// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Core.Draining;

/// <summary>Checks the settings; the error names its configuration key.</summary>
internal sealed class DrainOptionsValidator : IValidateOptions<DrainOptions>
{
    private const int MostSeconds = 3_600;

    public ValidateOptionsResult Validate(string? name, DrainOptions options) => options.Seconds is >= 1 and <= MostSeconds
        ? ValidateOptionsResult.Success
        : ValidateOptionsResult.Fail($"Bridge:Drain:Seconds is {options.Seconds}, but must be 1 to {MostSeconds}.");
}
