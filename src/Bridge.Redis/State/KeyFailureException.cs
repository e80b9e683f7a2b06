// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;

namespace Bridge.Redis.State;

/// <summary>Redis has something else under a key of the shared state than what belongs there. Whatever does not need the key goes on.</summary>
/// <param name="key">The key, or where it is among several.</param>
/// <param name="failure">What Redis said.</param>
internal sealed class KeyFailureException(string key, Exception failure) : IOException($"{key}: {failure.Message}", failure)
{
    /// <summary>Whether a failure is about some keys or one command only, and not about Redis as a whole.</summary>
    public static bool IsAboutKeys(Exception failure) =>
        failure is KeyFailureException or RedisServerException { IsAboutKeys: true } or RedisUnavailableException { IsAboutCommand: true };
}
