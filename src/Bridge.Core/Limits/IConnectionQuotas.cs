// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Limits;

/// <summary>Counts connections, so that there are never more of them than somebody may have.</summary>
/// <remarks>
/// Registered once; replace it to count them in another place. A scope is whatever has a quota of its own, such as an app. Every method
/// is safe for use by several threads.
/// </remarks>
public interface IConnectionQuotas
{
    /// <summary>Counts one more connection, unless the scope has all that it may have. What was counted is given back with <see cref="Release"/>.</summary>
    /// <param name="scope">What the quota belongs to.</param>
    /// <param name="limit">The most connections at one time; 0: no limit. It may change at any time and holds for those that come from then on.</param>
    /// <returns>Whether the connection is counted.</returns>
    ValueTask<bool> TryAddAsync(string scope, int limit);

    /// <summary>A counted connection has ended.</summary>
    /// <param name="scope">What the quota belongs to.</param>
    void Release(string scope);

    /// <summary>How many connections a scope has.</summary>
    /// <param name="scope">What the quota belongs to.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    ValueTask<int> CountAsync(string scope, CancellationToken cancellationToken);
}
