// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>Sends the scripts of channels with the keys and arguments that they expect (channel.lua).</summary>
internal sealed class ChannelCommands(NodeLease lease, ChannelStateOptions options)
{
    private static readonly byte[] NoGrace = "0"u8.ToArray();

    private readonly byte[] _grace = StateKeys.Milliseconds(options.DepartureGrace);
    private readonly byte[] _restoreGrace = StateKeys.Milliseconds(
        options.DepartureGrace > lease.NodeTimeout / 2 ? options.DepartureGrace : lease.NodeTimeout / 2);

    private readonly byte[] _cacheMissInterval = StateKeys.Milliseconds(options.CacheMissInterval);

    public Task<T> JoinAsync<T>(LocalChannel channel, JoinRequest request, Func<RespValue, T> handle) =>
        AskAsync(RedisScripts.Join, channel, handle,
            StateKeys.Bytes(request.ConnectionId),
            StateKeys.Bytes(request.Member?.UserId ?? string.Empty),
            StateKeys.Bytes(request.Member?.UserInfo ?? string.Empty),
            StateKeys.Number(request.Settings.MaxPresenceMembers),
            StateKeys.Flag(channel.AnnouncesCount),
            StateKeys.Flag(channel.ReportsActivity),
            StateKeys.Flag((request.Kind & ChannelKind.Cache) != 0),
            _cacheMissInterval,
            StateKeys.Flag(channel.HasReported));

    public Task<T> LeaveAsync<T>(LocalChannel channel, string connectionId, LeaveReason reason, Func<RespValue, T> handle) =>
        AskAsync(RedisScripts.Leave, channel, handle, StateKeys.Bytes(connectionId), StateKeys.Flag(reason == LeaveReason.Disconnected));

    public Task<T> PublishAsync<T>(string group, CachedEvent last, TimeSpan lifetime, Func<long, T> handle) =>
        AskAsync(RedisScripts.Publish, group, reply => handle(reply.AsInteger()),
            StateKeys.Bytes(last.Name), last.Data, StateKeys.Milliseconds(lifetime));

    /// <summary>Brings this node's connections on a channel to Redis, or a part of them.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="epoch">Which data Redis has: when they are others than those that the channel was brought to before, they were lost.</param>
    /// <param name="part">What is brought.</param>
    /// <param name="isAll">Whether these are all, and others of the node are gone.</param>
    /// <param name="handle">Handles the answer.</param>
    public Task<T> SyncAsync<T>(LocalChannel channel, long epoch, SyncPart part, bool isAll, Func<RespValue, T> handle)
    {
        string node = lease.Node, former = lease.FormerNode ?? node;
        bool wasLost = channel.Epoch != 0 && channel.Epoch != epoch;
        return lease.AskAsync(
            RedisScripts.Sync,
            [.. channel.KeysFor(node, lease.Keys), lease.Keys.ConnectionsOn(channel.Group, former)],
            Arguments(
                channel.Group, node, _grace,
                [
                    StateKeys.Flag(channel.AnnouncesCount), StateKeys.Flag(channel.ReportsActivity), StateKeys.Number(channel.Mirror.Version),
                    StateKeys.Bytes(former), StateKeys.Flag(wasLost), _restoreGrace, StateKeys.Flag(isAll), StateKeys.Number(part.Departures),
                    .. part.Arguments,
                ]),
            handle);
    }

    public Task<T> ReadAsync<T>(string group, bool withMembers, Func<RespValue, T> handle) =>
        AskAsync(RedisScripts.ReadChannel, group, handle, StateKeys.Flag(withMembers));

    public Task<T> SettleAsync<T>(string group, Func<RespValue, T> handle) => AskAsync(RedisScripts.Settle, group, handle);

    /// <summary>Takes all connections of a node off a channel.</summary>
    public Task<T> ClearAsync<T>(string group, string node, bool isDead, Func<RespValue, T> handle) =>
        lease.AskAsync(
            RedisScripts.Clear, lease.Keys.Channel(group, node, lease.Node), Arguments(group, node, isDead ? NoGrace : _grace, []), handle);

    private Task<T> AskAsync<T>(
        RedisScript script, LocalChannel channel, Func<RespValue, T> handle, params ReadOnlySpan<ReadOnlyMemory<byte>> arguments)
    {
        string node = lease.Node;
        return lease.AskAsync(script, channel.KeysFor(node, lease.Keys), Arguments(channel.Group, node, _grace, arguments), handle);
    }

    private Task<T> AskAsync<T>(
        RedisScript script, string group, Func<RespValue, T> handle, params ReadOnlySpan<ReadOnlyMemory<byte>> arguments)
    {
        string node = lease.Node;
        return lease.AskAsync(script, lease.Keys.Channel(group, node, node), Arguments(group, node, _grace, arguments), handle);
    }

    private ReadOnlyMemory<byte>[] Arguments(
        string group, string node, byte[] grace, ReadOnlySpan<ReadOnlyMemory<byte>> arguments) =>
        [StateKeys.Bytes(group), StateKeys.Bytes(node), lease.Keys.NodeNews, grace, .. arguments];
}
