// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Core.Idempotency;

/// <summary>Checks the settings; each error names its configuration key.</summary>
internal sealed class IdempotencyOptionsValidator : IValidateOptions<IdempotencyOptions>
{
    private const int MinBytes = 65_536;

    public ValidateOptionsResult Validate(string? name, IdempotencyOptions options)
    {
        List<string> errors = [];
        if (options.LifetimeSeconds < 1)
        {
            errors.Add($"Bridge:Idempotency:LifetimeSeconds is {options.LifetimeSeconds}, but must be at least 1.");
        }

        if (options.MaxBytes < MinBytes)
        {
            errors.Add($"Bridge:Idempotency:MaxBytes is {options.MaxBytes}, but must be at least {MinBytes}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
