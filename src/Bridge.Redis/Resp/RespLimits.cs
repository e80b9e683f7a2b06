// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Resp;

/// <summary>What a peer may send at most. A peer over a limit is broken or hostile, and loses the connection.</summary>
internal sealed record RespLimits
{
    public static RespLimits Default { get; } = new();

    /// <summary>The bytes of a line: a number, a simple text, an error.</summary>
    public int LineBytes { get; init; } = 64 * 1024;

    /// <summary>The bytes of one bulk text.</summary>
    public int BulkBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The items of one reply, counted through all levels.</summary>
    public int Items { get; init; } = 1024 * 1024;

    /// <summary>Arrays in arrays.</summary>
    public int Depth { get; init; } = 16;
}
