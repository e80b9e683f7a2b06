// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bridge.Redis.Connections;

namespace Bridge.Redis.Tests.Servers;

/// <summary>Reads the counters of the farm of one meter factory.</summary>
internal sealed class RedisMeterReading : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _values = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public RedisMeterReading(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == RedisMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>(
            (instrument, measurement, _, _) => _values.AddOrUpdate(instrument.Name, measurement, (_, value) => value + measurement));
        _listener.Start();
    }

    /// <summary>The sum of an instrument.</summary>
    /// <param name="name">Its name behind <c>bridge.redis.</c>.</param>
    public long this[string name] => _values.GetValueOrDefault("bridge.redis." + name);

    public void Dispose() => _listener.Dispose();
}
