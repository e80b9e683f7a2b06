// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Connections;

/// <summary>There is no connection to Redis, or it was lost before the answer came; the command may or may not have been carried out.</summary>
internal sealed class RedisUnavailableException : IOException
{
    public RedisUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the command was at fault and not the connection: it is greater than the buffer, and others get through.</summary>
    public bool IsAboutCommand { get; init; }
}
