// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Configuration;

/// <summary>Who this node is for Redis. Holds a secret: never write it to a log.</summary>
/// <param name="User">The user; null for the default one.</param>
/// <param name="Password">The password; null for none.</param>
internal readonly record struct RedisCredentials(string? User, string? Password)
{
    public override string ToString() => User ?? "default";
}
