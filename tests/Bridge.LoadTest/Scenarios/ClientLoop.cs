// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Scenarios;

/// <summary>All clients of a run on one thread: connects them, publishes, and turns the event loop.</summary>
internal sealed class ClientLoop(Scenario scenario, Target target) : IPublisher, IDisposable
{
    private const long MaxWait = Clock.Second / 50;
    private const long SetupTimeout = 20 * Clock.Second;

    private readonly EventLoop _loop = new();
    private readonly List<ISubscriber> _subscribers = [];
    private readonly ClientTally _tally = new();
    private readonly string[] _channels = [.. Enumerable.Range(0, scenario.Channels).Select(target.Protocol.ChannelName)];
    private readonly long _keepAliveInterval = (long)(target.Protocol.KeepAliveInterval.TotalSeconds * Clock.Second);
    private long _lastKeepAlive = Clock.Now;
    private ISubscriber? _publisher;
    private int _nextChannel;

    public DeliveryCounter Deliveries { get; } = new();

    public long Published { get; private set; }

    public long Delivered => Deliveries.Delivered;

    public int Disconnects => _tally.Disconnects;

    /// <summary>Connects and subscribes everybody, a limited number at a time.</summary>
    public void ConnectSubscribers() =>
        WaitForReady(scenario.Connections, index => AddSubscriber(
            [_channels[index % _channels.Length]], Deliveries, target.NodeFor(index, _channels.Length)));

    /// <summary>Connects the subscribers that never read; they are not counted as receivers.</summary>
    public void ConnectStalled()
    {
        var first = _subscribers.Count;
        WaitForReady(scenario.Stalled, _ => AddSubscriber([_channels[0]], deliveries: null, target.EndPoint, smallReceiveBuffer: true));
        for (var i = first; i < _subscribers.Count; i++)
        {
            _subscribers[i].FallSilent();
        }
    }

    public void ConnectPublisher()
    {
        if (scenario.IsEcho)
        {
            return;
        }

        var channels = target.Protocol.PublisherSubscribes ? _channels : [];
        WaitForReady(1, _ =>
        {
            _publisher = target.Protocol.CreatePublisher(_loop, target.EndPoint, channels, _tally);
            _publisher.Connect(smallReceiveBuffer: false);
        });
    }

    public void Publish(long nanoseconds)
    {
        var payload = Stamp.CreatePayload(nanoseconds, scenario.Payload);
        var sender = _publisher ?? _subscribers[_nextChannel];
        sender.SendText(target.Protocol.Publish(_channels[_nextChannel], payload));
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

    public void Dispose() => _loop.Dispose();

    private void AddSubscriber(IReadOnlyList<string> channels, DeliveryCounter? deliveries, IPEndPoint node, bool smallReceiveBuffer = false)
    {
        var client = target.Protocol.CreateSubscriber(_loop, node, channels, _tally, deliveries);
        _subscribers.Add(client);
        client.Connect(smallReceiveBuffer);
    }

    private void WaitForReady(int count, Action<int> add)
    {
        var progress = Clock.Now;
        var before = _tally.Ready;
        var ready = before;
        for (var added = 0; _tally.Ready - before < count;)
        {
            for (; added < count && added - (_tally.Ready - before) < scenario.SetupWindow; added++)
            {
                add(added);
            }

            Turn(MaxWait);
            if (_tally.Ready > ready)
            {
                ready = _tally.Ready;
                progress = Clock.Now;
            }
            else if (Clock.Now - progress > SetupTimeout)
            {
                throw new LoadTestException($"Setup stalled: {ready - before} of {count} connections are subscribed.");
            }
        }
    }

    private void Turn(long wait)
    {
        _loop.Turn(wait);
        if (_tally.Failure is { } failure)
        {
            throw new LoadTestException($"{failure} ({_tally.Ready} connections were subscribed)");
        }

        KeepAlive();
    }

    private void KeepAlive()
    {
        if (target.Protocol.KeepAlive is not { } keepAlive || Clock.Now - _lastKeepAlive < _keepAliveInterval)
        {
            return;
        }

        _lastKeepAlive = Clock.Now;
        foreach (var client in _subscribers)
        {
            if (client.IsReady)
            {
                client.SendText(keepAlive);
            }
        }

        _publisher?.SendText(keepAlive);
    }
}
