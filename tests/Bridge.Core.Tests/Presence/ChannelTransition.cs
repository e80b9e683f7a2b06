// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.Presence;

/// <summary>One call of the observer.</summary>
internal sealed record ChannelTransition(
    long Version, string Words, string? Added = null, string? Removed = null, int? Count = null);
