// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>Sends the scripts of users with the keys and arguments that they expect (user.lua).</summary>
internal sealed class UserCommands(StateServices services, NodeLease lease, TimeSpan offlineDelay)
{
    private readonly byte[] _offlineDelay = StateKeys.Milliseconds(offlineDelay);

    /// <summary>Adds a connection of this node.</summary>
    public Task<bool> SignInAsync(string userId, string connectionId)
    {
        string node = lease.Node;
        return AskAsync(RedisScripts.UserSignIn, userId, node, lease.Keys.UserNews, StateKeys.Bytes($"{StartOf(node)}{connectionId}\n"));
    }

    /// <summary>Takes a connection of this node away.</summary>
    public Task<bool> SignOutAsync(string userId, string connectionId)
    {
        string node = lease.Node, start = StartOf(node);
        return AskAsync(
            RedisScripts.UserSignOut, userId, node, _offlineDelay, StateKeys.Bytes(start), StateKeys.Bytes($"{start}{connectionId}\n"));
    }

    /// <summary>Takes all connections of a node away.</summary>
    public Task<bool> ClearAsync(string userId, string node)
    {
        byte[] start = StateKeys.Bytes(StartOf(node));
        return AskAsync(RedisScripts.UserSignOut, userId, node, _offlineDelay, start, start);
    }

    /// <summary>Makes the connections of this node in Redis these.</summary>
    public Task<bool> SyncAsync(string userId, IEnumerable<string> connectionIds)
    {
        string node = lease.Node, start = StartOf(node);
        return AskAsync(
            RedisScripts.UserSync,
            userId,
            node,
            [lease.Keys.UserNews, _offlineDelay, StateKeys.Bytes(start), .. connectionIds.Select(id => (ReadOnlyMemory<byte>)StateKeys.Bytes($"{start}{id}\n"))]);
    }

    /// <summary>Reads who of some users is online.</summary>
    /// <param name="userIds">The users.</param>
    /// <param name="handle">Takes the latest news that are part of the answer, and those who are online.</param>
    public Task<bool> ReadAsync(string[] userIds, Action<long, HashSet<string>> handle) =>
        lease.AskAsync(
            RedisScripts.UserRead,
            [lease.Keys.UserVersion, .. userIds.Select(id => (ReadOnlyMemory<byte>)lease.Keys.User(id))],
            [],
            reply =>
            {
                RespValue[] items = reply.Items;
                handle(items[0].AsInteger(), new HashSet<string>(userIds.Where((_, i) => items[i + 1].AsInteger() == 1), StringComparer.Ordinal));
                return true;
            });

    /// <summary>Lets users go offline who have not come back.</summary>
    public async Task<IReadOnlyList<Settlement>> SettleAsync(RespValue[] userIds)
    {
        RespValue next = await services.Redis.EvaluateAsync(
            RedisScripts.UserSettle,
            [lease.Keys.UserVersion, .. userIds.Select(id => (ReadOnlyMemory<byte>)lease.Keys.User(ChannelReply.Text(id)))],
            [lease.Keys.UserNews, .. userIds.Select(id => id.Bytes)],
            CancellationToken.None);
        return [.. next.Items.Select(item => long.TryParse(item.Bytes.Span, out _)
            ? new Settlement(item.Bytes)
            : new Settlement(default, new RedisServerException(item.ToString())))];
    }

    private static string StartOf(string node) => $"c:{node}\n";

    private Task<bool> AskAsync(RedisScript script, string userId, string node, params ReadOnlyMemory<byte>[] arguments) =>
        lease.AskAsync(
            script,
            [lease.Keys.UserVersion, lease.Keys.User(userId), lease.Keys.UsersOf(node), lease.Keys.DueUsers],
            [StateKeys.Bytes(userId), .. arguments],
            static _ => true);
}
