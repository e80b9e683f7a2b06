// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Sockets;
using System.Text;
using Bridge.Interop.Tests.Driver;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Farm.Tests.Nodes;

/// <summary>Asks the farm's Redis something whose answer is short.</summary>
internal static class RedisQuestion
{
    /// <summary>Sends a command as a person would type it, and gives back what comes.</summary>
    public static async Task<string> AskAsync(RedisServer redis, string command)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", redis.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"{command}\r\n"));
        byte[] buffer = new byte[4096];
        int length = await client.GetStream().ReadAsync(buffer).AsTask().WithinDeadline($"Redis should have answered {command}");
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
