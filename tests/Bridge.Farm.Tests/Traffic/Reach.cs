// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>Whether what is sent through a node must reach the clients of another one; null: those that came through nginx.</summary>
internal delegate bool Reach(FarmNode from, FarmNode? to);

/// <summary>What the farm promises.</summary>
internal static class Reaches
{
    /// <summary>All is well.</summary>
    public static Reach Everybody { get; } = (_, _) => true;

    /// <summary>Redis is away: each node serves its own clients.</summary>
    public static Reach OwnClients { get; } = (from, to) => from == to;

    /// <summary>A node is gone: the others go on among themselves.</summary>
    public static Reach EverybodyBut(FarmNode node) => (from, to) => from != node && to != node;

    /// <summary>A node is cut off, or stands still: it serves its own clients if it can, and the others go on among themselves.</summary>
    public static Reach EachSideOf(FarmNode node) => (from, to) => to is not null && (from == node) == (to == node);
}
