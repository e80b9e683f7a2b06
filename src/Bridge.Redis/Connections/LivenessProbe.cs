// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using Bridge.Redis.Resp;

namespace Bridge.Redis.Connections;

/// <summary>
/// Sends messages to itself through Redis. A subscription that does not get them leads to a server that is no longer the one
/// that commands go to, such as a demoted master, and is made anew.
/// </summary>
internal sealed class LivenessProbe : IRedisSubscriber, IDisposable
{
    private readonly RedisCommandLink _commands;
    private readonly RedisSubscriptionLink _subscriptions;
    private readonly TimeSpan _interval;
    private readonly RedisMetrics _metrics;
    private readonly byte[] _channel;
    private readonly ITimer _timer;
    private int _interruptions;
    private bool _isOut;
    private volatile bool _isBack;

    public LivenessProbe(RedisCommandLink commands, RedisSubscriptionLink subscriptions, RedisLinkServices services, string prefix)
    {
        _channel = Encoding.UTF8.GetBytes($"{prefix}:probe:{Guid.NewGuid():N}");
        _commands = commands;
        _subscriptions = subscriptions;
        _metrics = services.Metrics;
        _interval = services.Settings.KeepAlive;
        _timer = services.Time.CreateTimer(
            static probe => ((LivenessProbe)probe!).Send(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Start()
    {
        _ = _subscriptions.SubscribeAsync(_channel, this);
        _timer.Change(_interval, _interval);
    }

    public void OnMessage(ReadOnlySequence<byte> payload) => _isBack = true;

    public void Dispose() => _timer.Dispose();

    private void Send()
    {
        int interruptions = _commands.Interruptions + _subscriptions.Interruptions;
        bool isUp = _commands.IsUp && _subscriptions.IsUp && _subscriptions.IsConfirmed(_channel);

        // What was under way when a connection broke may be lost, and says nothing of those that are there now.
        if (isUp && _isOut && !_isBack && interruptions == _interruptions)
        {
            _metrics.ProbeReset();
            _subscriptions.Reset("what is published is not received: the server may have lost its role");
            isUp = false;
        }

        _interruptions = interruptions;
        _isOut = isUp;
        _isBack = false;
        if (isUp)
        {
            _commands.SendSign(new RespCommand("PUBLISH"u8.ToArray(), _channel, default));
        }
    }
}
