// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.History;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Groups;

/// <summary>
/// A message in the words of each kind of client that needs it, each made once, when the
/// first client of that kind needs it. Safe for concurrent use.
/// </summary>
/// <param name="channel">The channel's name as clients know it, or null.</param>
/// <param name="map">Knows what dialects call the message.</param>
internal abstract class EncodedMessage(string? channel, HubMap map)
{
    private readonly Lock _gate = new();
    private readonly List<(IDialect Dialect, OutboundMessage? Message)> _dialects = new(1);
    private readonly List<(string Protocol, SerializedHubMessage? Message)> _natives = new(1);

    /// <summary>Where it stands in the history of its channel; null when it stands in none.</summary>
    public HistoryPosition? Position { get; init; }

    /// <summary>The channel's name as clients know it, or null.</summary>
    protected string? Channel => channel;

    /// <summary>Knows what dialects call the message.</summary>
    protected HubMap Map { get; } = map;

    /// <summary>The message; null when it can't be read. Asked for with the lock of this object held.</summary>
    protected abstract InvocationMessage? Message { get; }

    /// <summary>
    /// The data of a channel's event as a JSON string, when what native clients get does not hold it: they get some of its members as
    /// arguments. Null for all other messages.
    /// </summary>
    public virtual ReadOnlyMemory<byte>? SplitData => null;

    /// <summary>The message for a dialect; null when the dialect has no word for it.</summary>
    /// <param name="dialect">The dialect.</param>
    public OutboundMessage? For(IDialect dialect)
    {
        lock (_gate)
        {
            foreach ((IDialect known, OutboundMessage? encoded) in _dialects)
            {
                if (ReferenceEquals(known, dialect))
                {
                    return encoded;
                }
            }

            OutboundMessage? added = Encode(dialect);
            _dialects.Add((dialect, added));
            return added;
        }
    }

    /// <summary>
    /// The message for native clients that speak a protocol; null when they know nothing of it. It is in bytes already: what
    /// can't be serialised fails at whoever sends it, not at those who are to get it.
    /// </summary>
    /// <param name="protocol">The hub protocol.</param>
    public SerializedHubMessage? ForNative(IHubProtocol protocol)
    {
        lock (_gate)
        {
            foreach ((string known, SerializedHubMessage? encoded) in _natives)
            {
                if (known == protocol.Name)
                {
                    return encoded;
                }
            }

            SerializedHubMessage? added = EncodeNative(protocol) is { } bytes
                ? new SerializedHubMessage([new SerializedMessage(protocol.Name, bytes)])
                : null;
            _natives.Add((protocol.Name, added));
            return added;
        }
    }

    /// <summary>The message in a hub protocol's bytes; null when native clients know nothing of it.</summary>
    /// <param name="protocol">The hub protocol.</param>
    protected abstract ReadOnlyMemory<byte>? EncodeNative(IHubProtocol protocol);

    private OutboundMessage? Encode(IDialect dialect)
    {
        if (Message is not { } message)
        {
            return null;
        }

        ArrayBufferWriter<byte> scratch = EncodingScratch.Rent();
        try
        {
            InvocationMessage named = message is ChannelEventMessage ? message : Map.ForDialects(message);
            return dialect.TryEncode(named, channel, scratch) ? OutboundMessage.Text(scratch.WrittenSpan, Position) : null;
        }
        finally
        {
            EncodingScratch.Return(scratch);
        }
    }
}
