// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Idempotency;

/// <summary>How long and how much is remembered of publishes with an idempotency key. Bound from <c>Bridge:Idempotency</c>.</summary>
public sealed class IdempotencyOptions
{
    /// <summary>How long a key is remembered, in seconds, counted from its first use. Default: 300.</summary>
    public int LifetimeSeconds { get; set; } = 300;

    /// <summary>
    /// What the keys and answers of this node may take in memory, in bytes, roughly counted; beyond it the oldest keys are
    /// forgotten. Default: 33,554,432, which is about 80,000 keys.
    /// </summary>
    public int MaxBytes { get; set; } = 33_554_432;
}
