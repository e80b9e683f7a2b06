// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Resp;

/// <summary>The kinds of values of the Redis protocol that this client tells apart.</summary>
internal enum RespKind : byte
{
    /// <summary>No value.</summary>
    Null,

    /// <summary>A text, simple, bulk or verbatim; doubles and big numbers too, in their text form.</summary>
    Text,

    /// <summary>A whole number; a boolean is 1 or 0.</summary>
    Integer,

    /// <summary>An error of the server.</summary>
    Error,

    /// <summary>An array, a set, or a map as keys and values in turn.</summary>
    Array,

    /// <summary>What the server sends unasked (RESP3).</summary>
    Push,
}
