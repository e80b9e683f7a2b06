// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Sockets;
using System.Text;
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
    public static async Task AssertWasDeniedNothingAsync(RedisServer redis)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", redis.Port);
        await client.GetStream().WriteAsync("ACL LOG 1\r\n"u8.ToArray());
        byte[] buffer = new byte[4096];
        int length = await client.GetStream().ReadAsync(buffer).AsTask().WithinDeadline("Redis should have told its ACL LOG");
        Assert.Equal("*0\r\n", Encoding.UTF8.GetString(buffer, 0, length));
    }
}
