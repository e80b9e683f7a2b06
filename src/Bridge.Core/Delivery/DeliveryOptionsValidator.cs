// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Core.Delivery;

/// <summary>Checks the settings without stopping at the first error; each error names its configuration key.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    private const int LeastQueueBytes = 1_024;
    private const int MostShards = 1_024;

    // Above all this catches "10", which reads as ten days.
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        List<string> errors = [];
        if (options.QueueBytes < LeastQueueBytes)
        {
            errors.Add($"Bridge:Delivery:QueueBytes is {options.QueueBytes}, but must be at least {LeastQueueBytes}.");
        }

        if (!Enum.IsDefined(options.SlowConsumer))
        {
            errors.Add($"Bridge:Delivery:SlowConsumer must be one of {string.Join(", ", Enum.GetNames<SlowConsumerPolicy>())}.");
        }

        if (options.SendTimeout <= TimeSpan.Zero || options.SendTimeout > LongestTimeout)
        {
            errors.Add($"Bridge:Delivery:SendTimeout is {options.SendTimeout}, but must be more than 0 and at most {LongestTimeout} (hh:mm:ss).");
        }

        if (options.Shards is < 0 or > MostShards)
        {
            errors.Add($"Bridge:Delivery:Shards is {options.Shards}, but must be 0 to {MostShards}.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
