// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text;
using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Clients;

/// <summary>A client that joins its channels and then counts what is delivered on them.</summary>
internal sealed class ChannelClient(EventLoop loop, IPEndPoint endPoint, ChannelProtocol protocol, ClientTally tally, DeliveryCounter? deliveries)
    : WebSocketClient(loop, endPoint, protocol.Path), ISubscriber
{
    private const int MaxQuotedLength = 300;

    private int _unconfirmed;
    private State _state = State.Greeting;

    private enum State
    {
        Greeting,
        Subscribing,
        Ready,
        Silent,
    }

    public bool IsReady => IsOpen && _state == State.Ready;

    /// <summary>What to join once the server is ready.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    public void FallSilent()
    {
        StopReading();
        _state = State.Silent;
    }

    protected override void OnOpened()
    {
        if (protocol.Opening is { } opening)
        {
            SendText(opening);
        }
    }

    protected override void OnMessage(ReadOnlySpan<byte> message)
    {
        var counted = _state == State.Ready && deliveries is not null ? deliveries.Count(message) : 0;
        if (counted > 0)
        {
            return;
        }

        if (protocol.IsRefusal(message))
        {
            tally.Fail($"the server refused: {Encoding.UTF8.GetString(message[..Math.Min(message.Length, MaxQuotedLength)])}");
        }
        else if (protocol.Answer(message) is { } answer)
        {
            SendText(answer);
        }
        else if (_state == State.Greeting && protocol.TryReadGreeting(message, out var socketId))
        {
            Join(socketId);
        }
        else if (_state == State.Subscribing)
        {
            Confirm(protocol.CountSubscribed(message));
        }
    }

    protected override void OnClosed(string reason)
    {
        tally.Disconnects++;
        if (_state != State.Ready)
        {
            tally.Fail(reason);
        }
    }

    private void Join(string socketId)
    {
        _state = State.Subscribing;
        _unconfirmed = Channels.Count;
        foreach (var channel in Channels)
        {
            SendText(protocol.Subscribe(socketId, channel));
        }

        Confirm(0);
    }

    private void Confirm(int count)
    {
        _unconfirmed -= count;
        if (_unconfirmed <= 0)
        {
            _state = State.Ready;
            tally.Ready++;
        }
    }
}
