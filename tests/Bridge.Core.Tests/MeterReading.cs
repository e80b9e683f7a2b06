// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;
using Bridge.Core.Delivery;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests;

/// <summary>Reads the delivery counters of one meter factory, and tells when one reaches a value.</summary>
internal sealed class MeterReading : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _values = [];
    private readonly List<(string Name, long Value, TaskCompletionSource Reached)> _waiting = [];
    private readonly MeterListener _listener = new();

    public MeterReading(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == DeliveryMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, measurement, _, _) => Add(instrument.Name, measurement));
        _listener.Start();
    }

    public long Dropped => Get("bridge.delivery.messages_dropped");

    public long Disconnected => Get("bridge.delivery.slow_disconnects");

    public long TimedOut => Get("bridge.delivery.send_timeouts");

    public long Direct => Get("bridge.delivery.direct_sockets");

    public async Task WaitForDirectAsync(long value)
    {
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_values.GetValueOrDefault("bridge.delivery.direct_sockets") >= value)
            {
                return;
            }

            _waiting.Add(("bridge.delivery.direct_sockets", value, reached));
        }

        await reached.Task.Within("the move to the socket");
    }

    public void Dispose() => _listener.Dispose();

    private long Get(string name)
    {
        lock (_gate)
        {
            return _values.GetValueOrDefault(name);
        }
    }

    private void Add(string name, long by)
    {
        lock (_gate)
        {
            long value = _values[name] = _values.GetValueOrDefault(name) + by;
            foreach ((string waitedFor, long atLeast, TaskCompletionSource reached) in _waiting)
            {
                if (waitedFor == name && value >= atLeast)
                {
                    reached.TrySetResult();
                }
            }
        }
    }
}
