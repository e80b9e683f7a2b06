// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Redis.State;

/// <summary>What one call of sync.lua brings to Redis of a channel: so little that neither Redis nor the buffer has to bear much.</summary>
/// <param name="byteLimit">The bytes that it may have about.</param>
internal sealed class SyncPart(int byteLimit)
{
    private const int MostEntries = 1000;

    /// <summary>The protocol's own bytes for an entry, at most.</summary>
    private const int EntryOverhead = 48;

    private readonly List<ReadOnlyMemory<byte>> _arguments = [];
    private int _bytes;
    private int _entries;

    /// <summary>How many users of the arguments are departures.</summary>
    public int Departures { get; private set; }

    /// <summary>Departures first, then four for each connection (sync.lua).</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Arguments => _arguments;

    /// <summary>Whether there is no room for more.</summary>
    public bool IsFull => _entries >= MostEntries || _bytes >= byteLimit;

    /// <summary>Adds a user, or nobody, who left meanwhile. Departures come before connections.</summary>
    public void AddDeparture(string userId)
    {
        Departures++;
        Add(StateKeys.Bytes(userId));
    }

    /// <summary>Adds a connection as it is on this node: with who it is there as, or gone.</summary>
    public void Add(string connectionId, LocalConnection? connection)
    {
        PresenceMember? member = connection?.Member;
        Add(
            StateKeys.Bytes(connectionId),
            StateKeys.Bytes(member?.UserId ?? string.Empty),
            StateKeys.Bytes(member?.UserInfo ?? string.Empty),
            connection is { } present ? StateKeys.Flag(present.IsReported) : "-"u8.ToArray());
    }

    private void Add(params ReadOnlySpan<byte[]> arguments)
    {
        _entries++;
        _bytes += EntryOverhead;
        foreach (byte[] argument in arguments)
        {
            _arguments.Add(argument);
            _bytes += argument.Length;
        }
    }
}
