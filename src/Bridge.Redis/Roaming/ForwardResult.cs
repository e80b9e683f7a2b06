// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Roaming;

/// <summary>What became of a request for another node.</summary>
internal enum ForwardResult
{
    /// <summary>The client has its answer, or is gone itself.</summary>
    Answered,

    /// <summary>The node is dead, or another process has its address now. Nothing was answered.</summary>
    NodeGone,

    /// <summary>The node ended in the middle. Nothing was answered.</summary>
    Failed,
}
