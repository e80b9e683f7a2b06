// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using Bridge.Core.Backplane;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.History;

/// <summary>The history of one channel in memory. Everything that changes is used under <see cref="Sync"/> only.</summary>
internal sealed class KeptChannel(string group, HistoryLimits limits)
{
    /// <summary>What a message takes beside its payloads: some objects and its place in the line.</summary>
    private const int Overhead = 256;

    private readonly string _epoch = NewEpoch();
    private readonly Queue<(HistoryEntry Entry, TimeSpan AppendedAt)> _entries = new();
    private long _top;

    /// <summary>Held while a message gets its number and is handed on.</summary>
    public Lock Sync { get; } = new();

    /// <summary>The hub group of the channel.</summary>
    public string Group => group;

    /// <summary>Whether the channel was dropped; it stays empty from then on.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>Whether the channel already waits for its time.</summary>
    public bool AwaitsExpiry { get; set; }

    /// <summary>When somebody last wrote or read.</summary>
    public TimeSpan UsedAt { get; set; }

    /// <summary>About what the messages take in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>When the oldest message expires, or the channel itself when it holds none.</summary>
    public TimeSpan ExpiresAt => _entries.TryPeek(out (HistoryEntry Entry, TimeSpan AppendedAt) oldest)
        ? oldest.AppendedAt + limits.Age
        : UsedAt + limits.PositionAge;

    /// <summary>A name that no other history has.</summary>
    public static string NewEpoch() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    /// <summary>Keeps a message under the next number.</summary>
    public HistoryPosition Append(BackplaneMessage message, TimeSpan now)
    {
        if (_entries.Count == limits.Size)
        {
            DropOne();
        }

        var position = new HistoryPosition(_epoch, ++_top);
        var entry = new HistoryEntry(_top, message.At(position));
        _entries.Enqueue((entry, now));
        Bytes += BytesOf(entry);
        return position;
    }

    /// <summary>What is kept behind a position.</summary>
    public HistorySlice Read(HistoryPosition? after)
    {
        var entries = new List<HistoryEntry>();
        if (after is { } known && known.Epoch == _epoch)
        {
            foreach ((HistoryEntry entry, _) in _entries)
            {
                if (entry.Offset > known.Offset)
                {
                    entries.Add(entry);
                }
            }
        }

        return new HistorySlice(new HistoryPosition(_epoch, _top), entries);
    }

    /// <summary>Drops the messages whose time is over.</summary>
    /// <returns>The bytes that they took.</returns>
    public long DropExpired(TimeSpan now)
    {
        long before = Bytes;
        while (_entries.TryPeek(out (HistoryEntry, TimeSpan AppendedAt) oldest) && oldest.AppendedAt + limits.Age <= now)
        {
            DropOne();
        }

        return before - Bytes;
    }

    /// <summary>Drops all messages; the position stays.</summary>
    /// <returns>The bytes that they took.</returns>
    public long DropAll()
    {
        long before = Bytes;
        _entries.Clear();
        Bytes = 0;
        return before;
    }

    private static int BytesOf(HistoryEntry entry)
    {
        int bytes = Overhead;
        foreach (SerializedMessage payload in entry.Message.Payloads)
        {
            bytes += payload.Serialized.Length;
        }

        return bytes;
    }

    private void DropOne() => Bytes -= BytesOf(_entries.Dequeue().Entry);
}
