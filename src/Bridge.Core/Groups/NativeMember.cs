// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Groups;

/// <summary>
/// A connection of a SignalR client. It is written to on the publisher's thread, as SignalR itself does, but never waited
/// for: while a write is pending, further messages wait in a queue that is bounded in bytes.
/// </summary>
internal sealed class NativeMember(HubConnectionContext connection, DeliveryContext delivery) : HubMember(connection)
{
    private readonly Queue<SerializedHubMessage> _waiting = new();
    private readonly List<ChannelJoin> _joins = [];
    private string? _socketId;
    private int _waitingBytes;
    private bool _writing;
    private bool _givenUp;

    /// <summary>Guards the write state and what the memberships hold back. Reentrant.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The alias, made when somebody asks for it.</summary>
    public override string SocketId => _socketId ?? Interlocked.CompareExchange(ref _socketId, Bridge.Core.Connections.SocketId.New(), null) ?? _socketId;

    /// <summary>Sees when answers to subscriptions are written; null on hubs that are not channel hubs.</summary>
    public SubscribeAcknowledgements? Acknowledgements { get; set; }

    public override ChannelJoin? FindJoin(string group)
    {
        lock (_joins)
        {
            return _joins.Find(join => join.Group == group);
        }
    }

    public void BeginJoin(ChannelJoin join)
    {
        lock (_joins)
        {
            _joins.Add(join);
        }
    }

    public void EndJoin(ChannelJoin join)
    {
        lock (_joins)
        {
            _joins.Remove(join);
        }
    }

    /// <summary>Lets go what was held back for a subscription.</summary>
    public static void Release(ChannelJoin join) => join.Membership?.Release(join.Result?.Version ?? 0);

    public override void Deliver(EncodedMessage message)
    {
        lock (Gate)
        {
            Send(message);
        }
    }

    /// <summary>Sends a message. The caller holds <see cref="Gate"/>.</summary>
    public void Send(EncodedMessage message)
    {
        if (_givenUp || Connection.ConnectionAborted.IsCancellationRequested)
        {
            return;
        }

        SerializedHubMessage serialized = message.ForNative(Connection.Protocol);
        if (_writing)
        {
            Enqueue(serialized);
        }
        else
        {
            Write(serialized);
        }
    }

    private void Write(SerializedHubMessage message)
    {
        ValueTask write = Connection.WriteAsync(message);
        if (!write.IsCompletedSuccessfully)
        {
            _writing = true;
            _ = ContinueAsync(write);
        }
    }

    private async Task ContinueAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            // A connection that can't be written to has been aborted by SignalR already.
        }

        lock (Gate)
        {
            _writing = false;
            while (!_writing && _waiting.TryDequeue(out SerializedHubMessage? next))
            {
                _waitingBytes -= LengthOf(next);
                Write(next);
            }
        }
    }

    private void Enqueue(SerializedHubMessage message)
    {
        int length = LengthOf(message);
        while (_waitingBytes > 0 && _waitingBytes + length > delivery.Options.QueueBytes)
        {
            if (delivery.Options.SlowConsumer == SlowConsumerPolicy.Disconnect)
            {
                delivery.Metrics.SlowConsumerDisconnected();
                _givenUp = true;
                _waiting.Clear();
                _waitingBytes = 0;
                Connection.Abort();
                return;
            }

            delivery.Metrics.MessageDropped();
            _waitingBytes -= LengthOf(_waiting.Dequeue());
        }

        _waiting.Enqueue(message);
        _waitingBytes += length;
    }

    private int LengthOf(SerializedHubMessage message) => message.GetSerializedMessage(Connection.Protocol).Length;
}
