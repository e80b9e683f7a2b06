// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Connections;

/// <summary>Redis answered a command with an error.</summary>
internal sealed class RedisServerException : IOException
{
    public RedisServerException(string error)
        : base(Explain(error))
    {
        Code = CodeOf(error);
    }

    /// <summary>The first word of the error, such as <c>NOSCRIPT</c>.</summary>
    public string Code { get; }

    /// <summary>Whether the same command may succeed a little later, here or at the server that takes over.</summary>
    public bool IsTransient => Code is "LOADING" or "READONLY" or "MASTERDOWN" or "TRYAGAIN" or "CLUSTERDOWN" or "BUSY";

    /// <summary>Whether this connection leads to a server that can't serve writes: another one may.</summary>
    public bool IsWrongServer => Code is "READONLY" or "MASTERDOWN";

    /// <summary>Whether the credentials or their rights are at fault: no retry helps until somebody changes them.</summary>
    public bool IsDenied => Code is "WRONGPASS" or "NOAUTH" or "NOPERM";

    /// <summary>Whether the keys are at fault that the command was about, and not Redis as a whole.</summary>
    public bool IsAboutKeys => Code is "WRONGTYPE" or "ERR";

    private static string CodeOf(string error)
    {
        int space = error.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? error : error[..space];
    }

    private static string Explain(string error) => CodeOf(error) switch
    {
        "MOVED" or "ASK" => $"Redis answered '{error}': it is a node of a Redis Cluster, which is not supported. Name a single server or a replicated one.",
        "OOM" => $"Redis is full: '{error}'. Raise its maxmemory.",
        "NOPERM" => $"Redis answered '{error}': its user lacks a right that the bridge needs, see docs/operations/redis.md.",
        _ => $"Redis answered '{error}'.",
    };
}
