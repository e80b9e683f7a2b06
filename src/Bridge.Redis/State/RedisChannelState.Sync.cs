// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <content>Brings channels to Redis after it was away: at once where that is little, otherwise part by part.</content>
internal sealed partial class RedisChannelState
{
    private const int MostPartBytes = 64 * 1024;

    private SyncPart NewPart() => new(Math.Min(MostPartBytes, _services.Options.OutageBufferBytes / 4));

    private async Task SyncAsync(LocalChannel channel)
    {
        try
        {
            if (!await TrySyncAtOnceAsync(channel))
            {
                await SyncInPartsAsync(channel);
            }

            await ShareEventAsync(channel);
        }
        catch (IOException e)
        {
            lock (channel.Sync)
            {
                GoAlone(channel);
            }

            _lease.OnFailure(e);
        }
    }

    /// <summary>Makes the node's connections on the channel exactly its present ones.</summary>
    /// <returns>False when they are too many for that, here or in Redis.</returns>
    private async Task<bool> TrySyncAtOnceAsync(LocalChannel channel)
    {
        Task<bool> synchronized;
        lock (channel.Sync)
        {
            if (channel.Phase != ChannelPhase.Alone)
            {
                return true;
            }

            SyncPart part = NewPart();
            foreach (string departed in channel.Departures)
            {
                part.AddDeparture(departed);
            }

            foreach ((string connectionId, LocalConnection connection) in channel.Connections)
            {
                if (part.IsFull)
                {
                    return false;
                }

                part.Add(connectionId, connection);
            }

            if (part.IsFull)
            {
                return false;
            }

            synchronized = ShareLocked(channel, part, isAll: true);
        }

        return await synchronized;
    }

    /// <summary>
    /// Brings what is here, then takes away what is only there, while the node goes on alone. What changes meanwhile comes last, and from
    /// there on transitions go to Redis again.
    /// </summary>
    private async Task SyncInPartsAsync(LocalChannel channel)
    {
        Queue<string> departures, connections;
        lock (channel.Sync)
        {
            if (channel.Phase != ChannelPhase.Alone)
            {
                return;
            }

            channel.TakeChanges();
            (departures, connections) = (new(channel.Departures), new(channel.Connections.Keys));
        }

        do
        {
            await BringPartAsync(channel, departures, connections);
        }
        while (departures.Count + connections.Count > 0);

        List<string> there = await ListConnectionsAsync(channel.Group);
        lock (channel.Sync)
        {
            connections = new(there.Where(connectionId => !channel.Connections.ContainsKey(connectionId)));
        }

        Task<bool>? last = null;
        while (last is null)
        {
            while (connections.Count > 0)
            {
                await BringPartAsync(channel, departures, connections);
            }

            lock (channel.Sync)
            {
                SyncPart part = NewPart();
                connections = new(channel.TakeChanges());
                foreach (string connectionId in connections)
                {
                    Add(part, channel, connectionId);
                }

                last = part.IsFull ? null : ShareLocked(channel, part, isAll: false);
            }
        }

        await last;
    }

    /// <summary>Brings the first ones that have room in a part.</summary>
    private async Task BringPartAsync(LocalChannel channel, Queue<string> departures, Queue<string> connections)
    {
        Task<bool> brought;
        lock (channel.Sync)
        {
            SyncPart part = NewPart();
            while (!part.IsFull && departures.TryDequeue(out string? userId))
            {
                part.AddDeparture(userId);
            }

            while (!part.IsFull && connections.TryDequeue(out string? connectionId))
            {
                Add(part, channel, connectionId);
            }

            channel.BringPart();
            brought = _commands.SyncAsync(channel, _lease.Epoch, part, isAll: false, reply =>
            {
                _reports.Tell(reply.Items[3]);
                return true;
            });
        }

        await brought;
    }

    private static void Add(SyncPart part, LocalChannel channel, string connectionId) =>
        part.Add(connectionId, channel.Connections.TryGetValue(connectionId, out LocalConnection connection) ? connection : null);

    /// <summary>Sends the last part. From here on transitions go to Redis again, behind it. The caller holds the channel's lock.</summary>
    private Task<bool> ShareLocked(LocalChannel channel, SyncPart part, bool isAll)
    {
        channel.Share();
        long epoch = _lease.Epoch;
        return _commands.SyncAsync(channel, epoch, part, isAll, reply => OnSynchronized(channel, epoch, reply));
    }

    private bool OnSynchronized(LocalChannel channel, long epoch, RespValue reply)
    {
        RespValue[] items = reply.Items;
        lock (channel.Sync)
        {
            if (items[0].IsText("large"u8))
            {
                GoAlone(channel);
                return false;
            }

            channel.SetAllReported(epoch);
            if (_announcer.Catch(channel, items[0].AsInteger(), (int)items[1].AsInteger(), ChannelReply.Members(items[2]), dropMissing: false))
            {
                _missing.Enqueue((channel, _services.Time.GetTimestamp()));
            }

            _reports.Tell(items[3]);
            DropIfUnused(channel);
            return true;
        }
    }

    /// <summary>The connections of this node on a channel that Redis has.</summary>
    private async Task<List<string>> ListConnectionsAsync(string group)
    {
        List<string> connections = [];
        ReadOnlyMemory<byte> cursor = "0"u8.ToArray();
        do
        {
            RespValue page = await _services.Redis.ExecuteAsync(
                new RespCommand("HSCAN"u8.ToArray(), _lease.Keys.ConnectionsOn(group, _lease.Node), cursor, "COUNT"u8.ToArray(), "500"u8.ToArray()),
                CancellationToken.None);
            cursor = page.Items[0].Bytes;
            for (int i = 0; i < page.Items[1].Items.Length; i += 2)
            {
                connections.Add(ChannelReply.Text(page.Items[1].Items[i]));
            }
        }
        while (!cursor.Span.SequenceEqual("0"u8));
        return connections;
    }

    /// <summary>Brings the last event of a cache channel to Redis that was published while Redis was away.</summary>
    private async Task ShareEventAsync(LocalChannel channel)
    {
        if (channel.Unshared is { } unshared && unshared.Remaining(_services.Time) is { TotalMilliseconds: >= 1 } remaining)
        {
            await _commands.PublishAsync(channel.Group, unshared.Event, remaining, version => version);
        }

        channel.Unshared = null;
    }
}
