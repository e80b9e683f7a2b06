// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>A clock that stands still until it is set.</summary>
internal sealed class FixedTimeProvider : TimeProvider
{
    /// <summary>The instant of the documented request.</summary>
    public const long DocumentedSeconds = 1353088179;

    public long Seconds { get; set; } = DocumentedSeconds;

    public override long GetTimestamp() => Seconds * TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeSeconds(Seconds);
}
