// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Core.Draining;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR;
using HubClose = Microsoft.AspNetCore.SignalR.Protocol.CloseMessage;

namespace Bridge.Core.Groups;

/// <summary>
/// A connection of a SignalR client. It is written to on the publisher's thread, as SignalR itself does, but never waited
/// for: while a write is pending, further messages wait in a queue that is bounded in bytes.
/// </summary>
internal sealed class NativeMember(HubConnectionContext connection, DeliveryContext delivery) : HubMember(connection), IDrainable
{
    private static readonly SerializedHubMessage ComeBack = new(new HubClose(error: null, allowReconnect: true));

    private readonly Queue<SerializedHubMessage> _waiting = new();
    private string? _socketId;
    private int _waitingBytes;
    private bool _writing;
    private bool _givenUp;

    /// <summary>The bound of what may wait for the connection.</summary>
    public DeliveryContext Delivery { get; } = delivery;

    /// <summary>Guards the write state and what the memberships hold back. Reentrant.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The alias, made when somebody asks for it.</summary>
    public override string SocketId => _socketId ?? Interlocked.CompareExchange(ref _socketId, Bridge.Core.Connections.SocketId.New(), null) ?? _socketId;

    /// <summary>Sees when answers to subscriptions are written; null on hubs that are not channel hubs.</summary>
    public SubscribeAcknowledgements? Acknowledgements { get; set; }

    bool IDrainable.IsPolling => false;

    /// <summary>The client closes the connection when it has read this. An abort would tell it not to come back.</summary>
    void IDrainable.SendAway()
    {
        lock (Gate)
        {
            Send(ComeBack);
        }
    }

    public override void Deliver(EncodedMessage encoded)
    {
        if (encoded.ForNative(Connection.Protocol) is { } message)
        {
            lock (Gate)
            {
                Send(message);
            }
        }
    }

    /// <summary>Sends a message. The caller holds <see cref="Gate"/>.</summary>
    public void Send(SerializedHubMessage message)
    {
        if (_givenUp || Connection.ConnectionAborted.IsCancellationRequested)
        {
            return;
        }

        if (_writing)
        {
            Enqueue(message);
        }
        else
        {
            Write(message);
        }
    }

    /// <summary>Closes the connection because too much waits for it. The caller holds <see cref="Gate"/>.</summary>
    public void GiveUp()
    {
        _givenUp = true;
        _waiting.Clear();
        _waitingBytes = 0;
        Connection.Abort();
    }

    /// <summary>The bytes of a message.</summary>
    public int LengthOf(SerializedHubMessage message) => message.GetSerializedMessage(Connection.Protocol).Length;

    private void Write(SerializedHubMessage message)
    {
        Task write = TryWriteAsync(message);
        if (!write.IsCompleted)
        {
            _writing = true;
            _ = ContinueAsync(write);
        }
    }

    private async Task ContinueAsync(Task write)
    {
        await write;
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

    private async Task TryWriteAsync(SerializedHubMessage message)
    {
        try
        {
            await Connection.WriteAsync(message);
        }
        catch (Exception)
        {
            // A connection that can't be written to is SignalR's to abort, and no matter of the other receivers.
        }
    }

    private void Enqueue(SerializedHubMessage message)
    {
        int length = LengthOf(message);
        while (_waitingBytes > 0 && _waitingBytes + length > Delivery.Options.QueueBytes)
        {
            if (Delivery.Options.SlowConsumer == SlowConsumerPolicy.Disconnect)
            {
                Delivery.Metrics.SlowConsumerDisconnected();
                GiveUp();
                return;
            }

            Delivery.Metrics.MessageDropped();
            _waitingBytes -= LengthOf(_waiting.Dequeue());
        }

        _waiting.Enqueue(message);
        _waitingBytes += length;
    }
}
