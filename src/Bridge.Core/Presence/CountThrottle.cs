// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Presence;

/// <summary>What is to be remembered of one channel so that its subscription count does not go out too often.</summary>
internal sealed class CountThrottle
{
    /// <summary>Before this instant a big channel holds its count back.</summary>
    public TimeSpan NotBefore { get; set; }

    /// <summary>Whether the count changed since it went out.</summary>
    public bool IsChanged { get; set; }

    /// <summary>Whether the channel already waits for <see cref="NotBefore"/>.</summary>
    public bool IsWaiting { get; set; }
}
