// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.State;

/// <summary>A part of the shared state of which something belongs to this node, and is cleared away when the node dies.</summary>
internal interface ILeasedState
{
    /// <summary>What it is of, such as <c>channels</c>.</summary>
    string Name { get; }

    /// <summary>Begins to hear what the node of a name is told; done when nothing is missed any more.</summary>
    /// <param name="node">The name.</param>
    Task SubscribeAsync(string node);

    /// <summary>Ends what <see cref="SubscribeAsync"/> began.</summary>
    /// <param name="node">The name.</param>
    void Unsubscribe(string node);

    /// <summary>Whatever this node has must be brought to Redis again: news and answers may have been lost, or Redis its data.</summary>
    void Invalidate();

    /// <summary>Brings to Redis what is not there. Called again and again; does nothing when all is well.</summary>
    /// <param name="sharing">Cancelled when the state is not shared any more: everything is to be brought again later.</param>
    /// <returns>Whether all is well now.</returns>
    Task<bool> RepairAsync(CancellationToken sharing);

    /// <summary>Does what is due in the whole farm and was not yet given to another node.</summary>
    /// <param name="sharing">Cancelled when the state is not shared any more.</param>
    Task SettleAsync(CancellationToken sharing);

    /// <summary>Takes away what a node has in Redis.</summary>
    /// <param name="node">Its name: a dead node's, or a former one of this node.</param>
    /// <param name="isDead">Whether it died, so that its connections have been gone for long enough.</param>
    /// <param name="cancellationToken">Stops in between; whoever calls again goes on.</param>
    Task ClearAsync(string node, bool isDead, CancellationToken cancellationToken);
}
