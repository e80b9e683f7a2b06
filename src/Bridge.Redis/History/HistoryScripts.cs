// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;

namespace Bridge.Redis.History;

/// <summary>What is done to histories: one script each, in the folder Scripts.</summary>
internal static class HistoryScripts
{
    public static RedisScript Append { get; } = RedisScript.OfResource("append-history");

    public static RedisScript Read { get; } = RedisScript.OfResource("read-history");
}
