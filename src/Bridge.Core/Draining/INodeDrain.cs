// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Draining;

/// <summary>
/// Empties this node before it ends. Begins by itself with the signal to stop; the server goes on listening until it is done, so that
/// clients that poll can fetch their close.
/// </summary>
public interface INodeDrain
{
    /// <summary>Whether it has begun: the node wants no new clients.</summary>
    bool IsDraining { get; }

    /// <summary>Begins, unless it has begun: closes the connections in batches, each with the words of its protocol that make it come back.</summary>
    /// <returns>Done when all are gone, or when those that stay have had their time.</returns>
    Task DrainAsync();
}
