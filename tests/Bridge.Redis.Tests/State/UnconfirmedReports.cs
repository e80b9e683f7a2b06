// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.State;

/// <summary>Reports that no node has confirmed: what a node leaves of them when it is killed is told once more.</summary>
internal static class UnconfirmedReports
{
    /// <summary>Counts those of all nodes.</summary>
    public static async ValueTask<long> CountAsync(string configuration)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(configuration);
        long count = 0;
        foreach (RespValue key in (await CommandAsync(connection, "KEYS", "bridge:Hub:node:*:reports")).Items)
        {
            count += (await CommandAsync(connection, "XLEN", key.ToString())).AsInteger();
        }

        return count;
    }

    private static Task<RespValue> CommandAsync(TestConnection connection, params string[] words) =>
        connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None);
}
