// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text;
using Bridge.Core.Backplane;
using Bridge.Core.History;
using Bridge.Redis.Backplane;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Wire;

namespace Bridge.Redis.History;

/// <summary>Sends the scripts of histories with the keys and arguments that they expect.</summary>
/// <param name="redis">Redis.</param>
/// <param name="server">The name of this node.</param>
/// <param name="channels">The names of the backplane's channels.</param>
/// <param name="keyPrefix">What the keys of the hub begin with.</param>
internal sealed class HistoryCommands(IRedisConnection redis, ServerName server, RedisChannels channels, string keyPrefix)
{
    private readonly byte[] _node = Encoding.ASCII.GetBytes(server.Text);

    /// <summary>How often a connection to Redis was lost.</summary>
    public int Interruptions => redis.Interruptions;

    /// <summary>Makes the script known, so that messages that are sent at once are not refused and then sent in another order.</summary>
    /// <exception cref="IOException">Redis is away, or has refused it.</exception>
    public Task LoadAsync() => redis.EvaluateAsync(HistoryScripts.Append, [], [], CancellationToken.None);

    /// <summary>Appends a message. Those of successive calls get to Redis in their order.</summary>
    /// <returns>Its position; null when it was there already.</returns>
    /// <exception cref="IOException">Redis is away, or has refused it.</exception>
    public async Task<HistoryPosition?> AppendAsync(HistoryAppend append)
    {
        RespValue reply = await redis.EvaluateAsync(
            HistoryScripts.Append,
            [Key(append.Group, string.Empty), Key(append.Group, ":entries"), Key(append.Group, ":sent")],
            [
                RedisChannels.Bytes(channels.Of(BackplaneAddress.Group(append.Group))), append.Head, append.Tail, NewEpoch(),
                StateKeys.Number(append.Limits.Size), StateKeys.Milliseconds(append.Limits.Age),
                StateKeys.Milliseconds(append.Limits.PositionAge), _node, StateKeys.Number(append.Number), StateKeys.Flag(append.IsUncertain),
            ],
            CancellationToken.None);
        long offset = reply.Items[1].AsInteger();
        return offset == 0 ? null : new HistoryPosition(EpochOf(reply), offset);
    }

    /// <summary>Reads the messages behind a position.</summary>
    /// <exception cref="IOException">Redis is away, or has refused it.</exception>
    public async Task<HistorySlice> ReadAsync(string group, HistoryLimits limits, HistoryPosition? after)
    {
        RespValue reply = await redis.EvaluateAsync(
            HistoryScripts.Read,
            [Key(group, string.Empty), Key(group, ":entries")],
            [
                NewEpoch(), StateKeys.Milliseconds(limits.Age), StateKeys.Milliseconds(limits.PositionAge),
                StateKeys.Bytes(after?.Epoch ?? string.Empty), StateKeys.Number(after?.Offset ?? 0),
            ],
            CancellationToken.None);
        return new HistorySlice(new HistoryPosition(EpochOf(reply), reply.Items[1].AsInteger()), EntriesOf(reply.Items[2]));
    }

    private HistoryEntry[] EntriesOf(RespValue messages)
    {
        var entries = new HistoryEntry[messages.Items.Length];
        try
        {
            for (int i = 0; i < entries.Length; i++)
            {
                BackplaneMessage message = Envelope.Read(messages.Items[i].Bytes, server);
                entries[i] = new HistoryEntry(message.Position?.Offset ?? 0, message);
            }
        }
        catch (WireFormatException e)
        {
            throw new IOException("The history in Redis holds something that is no message.", e);
        }

        return entries;
    }

    private static byte[] NewEpoch() => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(16, lowercase: true));

    private static string EpochOf(RespValue reply) => Encoding.UTF8.GetString(reply.Items[0].Bytes.Span);

    // The group is the hash tag, so that in a cluster a history is in one place.
    private byte[] Key(string group, string part) => StateKeys.Bytes($"{keyPrefix}:history:{{{group}}}{part}");
}
