// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>
/// Numbers the transitions of all channels of one state. A counter for each channel would start again when the channel's
/// entry is dropped; this one outlives them all.
/// </summary>
internal sealed class VersionCounter
{
    private long _last;

    /// <summary>A number greater than every one given before.</summary>
    public long Next() => Interlocked.Increment(ref _last);
}
