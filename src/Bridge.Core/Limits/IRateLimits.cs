// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Limits;

/// <summary>Holds what somebody does to so many in a second.</summary>
/// <remarks>
/// Registered once; replace it to count in another place. Each name within a scope is counted by itself, in windows of one second that
/// begin with the first permit taken. Safe for use by several threads.
/// </remarks>
public interface IRateLimits
{
    /// <summary>Takes permits, all or none.</summary>
    /// <param name="scope">Who is limited, such as an app.</param>
    /// <param name="name">What is limited, in small letters.</param>
    /// <param name="permits">How many, at most <paramref name="limit"/>.</param>
    /// <param name="limit">The permits of one second, above 0. It may change at any time and holds from then on.</param>
    /// <returns>Whether they were taken.</returns>
    ValueTask<bool> TryTakeAsync(string scope, string name, int permits, int limit);
}
