// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.CompilerServices;
using Bridge.Core.Presence;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <content>Reading; while Redis is away, what this node knows.</content>
internal sealed partial class RedisChannelState
{
    /// <inheritdoc />
    public async ValueTask<ChannelOccupancy> GetOccupancyAsync(string group, CancellationToken cancellationToken) =>
        await ReadAsync(group, withMembers: false, cancellationToken) is [_, var connections, _, var users, ..]
            ? new ChannelOccupancy((int)connections.AsInteger(), (int)users.AsInteger())
            : OccupancyHere(group);

    /// <inheritdoc />
    public async ValueTask<IReadOnlyList<PresenceMember>> GetMembersAsync(string group, CancellationToken cancellationToken) =>
        await ReadAsync(group, withMembers: true, cancellationToken) is [_, _, var members, ..]
            ? ChannelReply.Members(members)
            : MembersHere(group);

    /// <inheritdoc />
    public async ValueTask<KeptEvent?> GetCachedAsync(string group, CancellationToken cancellationToken) =>
        await ReadAsync(group, withMembers: false, cancellationToken) is [_, _, _, _, var cached, var left]
            ? KeptOf(cached, left.AsInteger())
            : KeptHere(group);

    /// <inheritdoc />
    public async IAsyncEnumerable<OccupiedChannel> ListOccupiedAsync(
        string groupPrefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<string> groups = await ListGroupsAsync(groupPrefix, cancellationToken)
            ?? [.. _channels.Keys.Where(group => group.StartsWith(groupPrefix, StringComparison.Ordinal))];
        foreach (string[] batch in groups.Chunk(Batch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ChannelOccupancy[] numbers = await Task.WhenAll(batch.Select(group => GetOccupancyAsync(group, cancellationToken).AsTask()));
            for (int i = 0; i < batch.Length; i++)
            {
                if (numbers[i].ConnectionCount > 0)
                {
                    yield return new OccupiedChannel(batch[i], numbers[i]);
                }
            }
        }
    }

    private static KeptEvent? KeptOf(RespValue cached, long milliseconds) =>
        milliseconds > 0 && ChannelReply.Cached(cached) is { } last ? new KeptEvent(last, TimeSpan.FromMilliseconds(milliseconds)) : null;

    /// <summary>Reads a channel from Redis (read.lua); nothing when it is away.</summary>
    private async Task<RespValue[]> ReadAsync(string group, bool withMembers, CancellationToken cancellationToken)
    {
        await _lease.Ready.WaitAsync(cancellationToken);
        if (!_lease.IsShared)
        {
            return [];
        }

        try
        {
            return await _commands.ReadAsync(group, withMembers, reply => reply.Items).WaitAsync(cancellationToken);
        }
        catch (IOException e)
        {
            _lease.OnFailure(e);
            return [];
        }
    }

    /// <summary>The channels that any node has connections on, and perhaps some that were left meanwhile; null when Redis is away.</summary>
    private async Task<List<string>?> ListGroupsAsync(string prefix, CancellationToken cancellationToken)
    {
        await _lease.Ready.WaitAsync(cancellationToken);
        if (!_lease.IsShared)
        {
            return null;
        }

        try
        {
            RespValue nodes = await _services.Redis.ExecuteAsync(
                new RespCommand("ZRANGE"u8.ToArray(), _lease.Keys.Nodes, "0"u8.ToArray(), "-1"u8.ToArray()), cancellationToken);
            HashSet<string> groups = new(StringComparer.Ordinal);
            foreach (RespValue node in nodes.Items)
            {
                await foreach (string group in ScanAsync(_lease.Keys.GroupsOf(ChannelReply.Text(node)), prefix, cancellationToken))
                {
                    groups.Add(group);
                }
            }

            return [.. groups];
        }
        catch (IOException e)
        {
            _lease.OnFailure(e);
            return null;
        }
    }

    private async IAsyncEnumerable<string> ScanAsync(
        byte[] key, string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ReadOnlyMemory<byte> cursor = "0"u8.ToArray();
        do
        {
            RespValue page = await _services.Redis.ExecuteAsync(
                new RespCommand("SSCAN"u8.ToArray(), key, cursor, "COUNT"u8.ToArray(), "1000"u8.ToArray()), cancellationToken);
            cursor = page.Items[0].Bytes;
            foreach (RespValue item in page.Items[1].Items)
            {
                if (ChannelReply.Text(item) is var group && group.StartsWith(prefix, StringComparison.Ordinal))
                {
                    yield return group;
                }
            }
        }
        while (!cursor.Span.SequenceEqual("0"u8));
    }

    private ChannelOccupancy OccupancyHere(string group)
    {
        if (!_channels.TryGetValue(group, out LocalChannel? channel))
        {
            return default;
        }

        lock (channel.Sync)
        {
            return new ChannelOccupancy(channel.Mirror.ConnectionCount, channel.Mirror.Members.Count);
        }
    }

    private PresenceMember[] MembersHere(string group)
    {
        if (!_channels.TryGetValue(group, out LocalChannel? channel))
        {
            return [];
        }

        lock (channel.Sync)
        {
            return [.. channel.Mirror.Members.Values];
        }
    }

    private KeptEvent? KeptHere(string group) =>
        _channels.TryGetValue(group, out LocalChannel? channel) && channel.Unshared is { } unshared
            && unshared.Remaining(_services.Time) is { Ticks: > 0 } remaining
            ? new KeptEvent(unshared.Event, remaining)
            : null;
}
