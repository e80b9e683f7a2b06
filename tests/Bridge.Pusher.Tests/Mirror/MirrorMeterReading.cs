// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bridge.Pusher.Mirror;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mirror;

/// <summary>Adds up the counters of one host's mirror.</summary>
internal sealed class MirrorMeterReading : IDisposable
{
    private readonly ConcurrentDictionary<string, long> _values = new();
    private readonly MeterListener _listener = new();

    public MirrorMeterReading(IServiceProvider services)
    {
        var factory = services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MirrorMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, by, _, _) => _values.AddOrUpdate(instrument.Name, by, (_, value) => value + by));
        _listener.Start();
    }

    public long this[string name] => _values.GetValueOrDefault($"bridge.mirror.{name}");

    public void Dispose() => _listener.Dispose();
}
