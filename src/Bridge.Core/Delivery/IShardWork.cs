// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <summary>Work that must happen in line with the deliveries of one loop: joins, leaves, closes.</summary>
internal interface IShardWork
{
    /// <summary>Does the work. Called on the delivery loop only.</summary>
    void Execute();
}
