// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Redis.State;

namespace Bridge.Redis.Connections;

/// <summary>The connection that messages come over. Messages are handed on one at a time, in the order that Redis sent them.</summary>
internal sealed partial class RedisSubscriptionLink : RedisLink
{
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly SubscriptionTable _table = new();
    private readonly WakeUp _wakeUp = new();
    private readonly ITimer _check;
    private readonly ITimer _linger;
    private readonly TimeSpan _lingerTime;
    private readonly HealthReporter _failures;
    private bool _isUp;
    private bool _mayWait = true;
    private bool _pingIsDue;
    private long _lastInput;
    private long? _expectingSince;

    public RedisSubscriptionLink(RedisLinkServices services, TimeSpan lingerTime, int number)
        : base(services, $"subscriptions-{number}")
    {
        _lingerTime = lingerTime;
        _failures = new HealthReporter(services.Health, services.Time, "delivery of other nodes' messages");
        _check = services.Time.CreateTimer(static link => ((RedisSubscriptionLink)link!).CheckLife(), this, CheckInterval, CheckInterval);
        _linger = services.Time.CreateTimer(
            static link => ((RedisSubscriptionLink)link!).DropIdle(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Begins to hear a channel, or counts one more who wants it.</summary>
    /// <returns>
    /// Done when Redis has confirmed it; at once while Redis is away: it then becomes active as soon as Redis is back.
    /// </returns>
    public Task SubscribeAsync(byte[] channel, IRedisSubscriber subscriber)
    {
        Task active;
        lock (_gate)
        {
            int before = _table.Count;
            RedisSubscription subscription = _table.Add(channel, subscriber);
            Metrics.SubscriptionsChanged(_table.Count - before);
            if (subscription.IsConfirmed)
            {
                return Task.CompletedTask;
            }

            if (!(_isUp || _mayWait))
            {
                subscription.GoOnWithout();
                return Task.CompletedTask;
            }

            active = subscription.Active;
        }

        _wakeUp.Set();
        return active;
    }

    /// <summary>Whether Redis has confirmed a channel on the present connection.</summary>
    public bool IsConfirmed(byte[] channel)
    {
        lock (_gate)
        {
            return _isUp && _table.Find(channel) is { IsConfirmed: true };
        }
    }

    /// <summary>Counts one less who wants a channel; it is dropped when nobody has wanted it for a moment.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="isFinal">Whether nobody comes back for it, so that it need not be kept for that moment.</param>
    public void Unsubscribe(byte[] channel, bool isFinal)
    {
        lock (_gate)
        {
            bool wasWaiting = _table.HasLingering;
            if (isFinal)
            {
                int before = _table.Count;
                _table.RemoveAtOnce(channel, _isUp, Time.GetTimestamp());
                Metrics.SubscriptionsChanged(_table.Count - before);
            }
            else
            {
                _table.Remove(channel, Time.GetTimestamp());
            }

            if (!wasWaiting && _table.HasLingering)
            {
                _linger.Change(_lingerTime, Timeout.InfiniteTimeSpan);
            }
        }

        if (isFinal)
        {
            _wakeUp.Set();
        }
    }

    protected override void OnUp(RedisTransport transport)
    {
        lock (_gate)
        {
            _isUp = true;
            _pingIsDue = false;
            _lastInput = Time.GetTimestamp();
            _expectingSince = null;
            _table.Restart();
        }

        _wakeUp.Set();
    }

    protected override void OnDown(RedisUnavailableException failure)
    {
        lock (_gate)
        {
            _isUp = false;
            _mayWait = false;
            _table.ReleaseAll();
        }
    }

    protected override void Dispose()
    {
        _check.Dispose();
        _failures.Dispose();
        _linger.Dispose();
        _wakeUp.Dispose();
        Metrics.SubscriptionsChanged(-_table.Count);
    }

    protected override async Task SendAsync(RedisTransport transport, CancellationToken cancellationToken)
    {
        var output = new ArrayBufferWriter<byte>();
        while (true)
        {
            while (WriteNext(output))
            {
                await transport.SendAsync(output.WrittenMemory, cancellationToken);
            }

            await _wakeUp.WaitAsync(cancellationToken);
        }
    }

    private bool WriteNext(ArrayBufferWriter<byte> output)
    {
        output.ResetWrittenCount();
        lock (_gate)
        {
            bool hasAny = _table.WriteNext(output);
            if (_pingIsDue)
            {
                _pingIsDue = false;
                output.Write("*1\r\n$4\r\nPING\r\n"u8);
                hasAny = true;
            }

            if (hasAny)
            {
                _expectingSince ??= Time.GetTimestamp();
            }

            return hasAny;
        }
    }

    private void DropIdle()
    {
        lock (_gate)
        {
            long now = Time.GetTimestamp();
            int before = _table.Count;
            _table.DropIdle(now - (long)(_lingerTime.TotalSeconds * Time.TimestampFrequency), _isUp, now);
            Metrics.SubscriptionsChanged(_table.Count - before);
            if (_table.HasLingering)
            {
                _linger.Change(_lingerTime, Timeout.InfiniteTimeSpan);
            }
        }

        _wakeUp.Set();
    }

    /// <summary>Gives up a connection that does not answer, and asks for a sign of life on one that is idle.</summary>
    private void CheckLife()
    {
        bool isSilent, isIdle;
        lock (_gate)
        {
            isSilent = _isUp && _expectingSince is { } since && Time.GetElapsedTime(since) > OperationTimeout;
            isIdle = _isUp && _expectingSince is null && Time.GetElapsedTime(_lastInput) > KeepAlive;
            _pingIsDue |= isIdle;
        }

        if (isSilent)
        {
            Reset($"no answer within {OperationTimeout.TotalMilliseconds:0} ms");
        }
        else if (isIdle)
        {
            _wakeUp.Set();
        }
    }
}
