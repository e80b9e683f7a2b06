// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Farm.Tests.Nodes;

/// <summary>The user that the nodes log in as: with the rights that docs/operations/redis.md says they need, and no others.</summary>
internal static class RedisUser
{
    private const string Password = "the-password-of-the-farm";

    /// <summary>What follows the address in the nodes' configuration strings.</summary>
    public const string Credentials = $",user=bridge,password={Password},channelPrefix=farm";

    /// <summary>The command line of a Redis that knows the user.</summary>
    public static async Task<string[]> ReadAsync()
    {
        string[] page = await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs", "operations", "redis.md"));
        string user = Assert.Single(page, line => line.StartsWith("user bridge on ", StringComparison.Ordinal));
        return ["--user", .. user.Replace("PASSWORD", Password, StringComparison.Ordinal).Split(' ').Skip(1)];
    }

    /// <summary>Asserts that Redis has denied the user nothing since it was started.</summary>
    public static async Task AssertWasDeniedNothingAsync(RedisServer redis) => Assert.Equal("*0\r\n", await RedisQuestion.AskAsync(redis, "ACL LOG 1"));
}
