// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Measurement;
using Bridge.LoadTest.Native;

namespace Bridge.LoadTest.Scenarios;

/// <summary>All clients of a run on one thread: connects them, publishes, and turns the event loop.</summary>
internal sealed class ClientLoop(Scenario scenario, Target target) : IPublisher, IDisposable
{
    private const int ReadBufferSize = 1 << 20;
    private const long MaxWait = Clock.Second / 50;
    private const long SetupTimeout = 20 * Clock.Second;

    private readonly Epoll _epoll = new();
    private readonly byte[] _buffer = new byte[ReadBufferSize];
    private readonly List<ChannelClient> _clients = [];
    private readonly ClientTally _tally = new();
    private readonly string[] _channels = [.. Enumerable.Range(0, scenario.Channels).Select(target.Protocol.ChannelName)];
    private readonly long _keepAliveInterval = (long)(target.Protocol.KeepAliveInterval.TotalSeconds * Clock.Second);
    private long _lastKeepAlive = Clock.Now;
    private ChannelClient? _publisher;
    private int _nextChannel;

    public DeliveryCounter Deliveries { get; } = new();

    public long Published { get; private set; }

    public long Delivered => Deliveries.Delivered;

    public int Disconnects => _tally.Disconnects;

    /// <summary>Connects and subscribes everybody, a limited number at a time.</summary>
    public void ConnectSubscribers() =>
        WaitForReady(scenario.Connections, () => Add(
            [_channels[_clients.Count % _channels.Length]], Deliveries, target.NodeFor(_clients.Count, _channels.Length)));

    /// <summary>Connects the subscribers that never read; they are not counted as receivers.</summary>
    public void ConnectStalled()
    {
        var first = _clients.Count;
        WaitForReady(first + scenario.Stalled, () => Add([_channels[0]], deliveries: null, target.EndPoint, smallReceiveBuffer: true));
        for (var i = first; i < _clients.Count; i++)
        {
            _clients[i].FallSilent();
        }
    }

    public void ConnectPublisher()
    {
        var channels = target.Protocol.PublisherSubscribes ? _channels : [];
        WaitForReady(_clients.Count + 1, () => _publisher = Add(channels, deliveries: null, target.EndPoint));
    }

    public void Publish(long nanoseconds)
    {
        var payload = Stamp.CreatePayload(nanoseconds, scenario.Payload);
        _publisher!.SendText(target.Protocol.Publish(_channels[_nextChannel], payload));
        _nextChannel = (_nextChannel + 1) % _channels.Length;
        Published++;
    }

    /// <summary>Runs the loop for that long, with or without publishing.</summary>
    public void Run(TimeSpan duration, IPacer? pacer = null)
    {
        var end = Clock.Now + (long)(duration.TotalSeconds * Clock.Second);
        for (var now = Clock.Now; now < end; now = Clock.Now)
        {
            var wait = pacer?.Step(now, this) ?? MaxWait;
            Turn(Math.Min(wait, Math.Min(MaxWait, end - now)));
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients)
        {
            client.Close();
        }

        _epoll.Dispose();
    }

    private ChannelClient Add(IReadOnlyList<string> channels, DeliveryCounter? deliveries, IPEndPoint node, bool smallReceiveBuffer = false)
    {
        var client = new ChannelClient(_epoll, _clients.Count, node, target.Protocol, _tally, deliveries)
        {
            Channels = channels,
        };
        _clients.Add(client);
        client.Connect(smallReceiveBuffer);
        return client;
    }

    private void WaitForReady(int count, Action add)
    {
        var progress = Clock.Now;
        var ready = _tally.Ready;
        while (_tally.Ready < count)
        {
            while (_clients.Count < count && _clients.Count - _tally.Ready < scenario.SetupWindow)
            {
                add();
            }

            Turn(MaxWait);
            if (_tally.Ready > ready)
            {
                ready = _tally.Ready;
                progress = Clock.Now;
            }
            else if (Clock.Now - progress > SetupTimeout)
            {
                throw new LoadTestException($"Setup stalled: {ready} of {count} connections are subscribed.");
            }
        }
    }

    private void Turn(long wait)
    {
        var count = _epoll.Wait(wait);
        for (var i = 0; i < count; i++)
        {
            var events = _epoll.Read(i, out var token);
            _clients[token].OnReady(events, _buffer);
        }

        if (_tally.Failure is { } failure)
        {
            throw new LoadTestException($"{failure} ({_tally.Ready} connections were subscribed)");
        }

        KeepAlive();
    }

    private void KeepAlive()
    {
        if (Clock.Now - _lastKeepAlive < _keepAliveInterval)
        {
            return;
        }

        _lastKeepAlive = Clock.Now;
        foreach (var client in _clients)
        {
            if (client.IsReady)
            {
                client.SendText(target.Protocol.KeepAlive);
            }
        }
    }
}
