// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using Bridge.Core.Backplane;
using Bridge.Core.History;
using Bridge.Redis.Wire;

namespace Bridge.Redis.History;

/// <summary>A message on its way into a history.</summary>
/// <param name="Group">The hub group of the channel.</param>
/// <param name="Limits">What is kept of it.</param>
/// <param name="Source">The message.</param>
/// <param name="Publication">What the observer gets.</param>
internal sealed record HistoryAppend(string Group, HistoryLimits Limits, BackplaneMessage Source, object Publication)
{
    private byte[] _bytes = [];
    private int _position;

    /// <summary>Done when the observer has been told.</summary>
    public TaskCompletionSource Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What this node calls the message; later ones have greater numbers.</summary>
    public long Number { get; private set; }

    /// <summary>The message before its position.</summary>
    public ReadOnlyMemory<byte> Head => _bytes.AsMemory(0, _position);

    /// <summary>The message behind its position.</summary>
    public ReadOnlyMemory<byte> Tail => _bytes.AsMemory(_position + Metadata.PositionBytes);

    /// <summary>The bytes of the message.</summary>
    public int Length => _bytes.Length;

    /// <summary>When it was put off; timestamp.</summary>
    public long DeferredAt { get; set; }

    /// <summary>Whether Redis may have carried it out without this node knowing.</summary>
    public bool IsUncertain { get; set; }

    /// <summary>Whether nothing more is to be done.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Writes the message.</summary>
    public void Encode(ServerName origin)
    {
        var envelope = new Envelope(Source, origin, hasPosition: true);
        _bytes = new byte[envelope.Length];
        _position = envelope.WriteUpToPosition(_bytes);
    }

    /// <summary>Gives the written message its number.</summary>
    public void SetNumber(long number)
    {
        Number = number;
        BinaryPrimitives.WriteInt64BigEndian(_bytes.AsSpan(_position - sizeof(long)), number);
    }
}
