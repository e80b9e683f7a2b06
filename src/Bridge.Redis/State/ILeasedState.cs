// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>A part of the shared state of which something belongs to this node, and is cleared away when the node dies.</summary>
internal interface ILeasedState
{
    /// <summary>Begins to hear what the node of a name is told; done when nothing is missed any more.</summary>
    /// <param name="node">The name.</param>
    Task SubscribeAsync(string node);

    /// <summary>Ends what <see cref="SubscribeAsync"/> began.</summary>
    /// <param name="node">The name.</param>
    void Unsubscribe(string node);

    /// <summary>Whatever this node has must be brought to Redis again: news and answers may have been lost, or Redis its data.</summary>
    void Invalidate();

    /// <summary>Brings to Redis what is not there. Called again and again; does nothing when all is well.</summary>
    /// <returns>Whether all is well now.</returns>
    Task<bool> RepairAsync();

    /// <summary>Does what is due in the whole farm and was not yet given to another node.</summary>
    Task SettleAsync();

    /// <summary>Takes away what a node has in Redis.</summary>
    /// <param name="node">Its name: a dead node's, or a former one of this node.</param>
    /// <param name="isDead">Whether it died, so that its connections have been gone for long enough.</param>
    Task ClearAsync(string node, bool isDead);
}
