// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Bridge.SockJS.Sessions;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.SockJS.Tests.Hosts;

/// <summary>Adds up what one server measures, by the instrument and its tags: <c>name{transport}</c>.</summary>
internal sealed class MeterReading : IDisposable
{
    private readonly ConcurrentDictionary<string, double> _sums = new();
    private readonly MeterListener _listener = new();

    public MeterReading(TestServer server)
    {
        IMeterFactory factory = server.Services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == SockJSMetrics.MeterName && ReferenceEquals(instrument.Meter.Scope, factory))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    public double this[string instrument] => _sums.GetValueOrDefault("bridge.sockjs." + instrument);

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        List<string?> values = [];
        foreach (KeyValuePair<string, object?> tag in tags)
        {
            values.Add(tag.Value?.ToString());
        }

        _sums.AddOrUpdate($"{instrument.Name}{{{string.Join(',', values)}}}", value, (_, sum) => sum + value);
    }
}
