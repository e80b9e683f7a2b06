// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Channels;

namespace Bridge.Core.Limits;

/// <summary>Counts what is done through this process: right for a single node.</summary>
public sealed class InMemoryRateLimits : IRateLimits
{
    private readonly ConcurrentDictionary<(string Scope, string Name), Rate> _rates = new();
    private readonly TimeProvider _time;

    /// <summary>Made by the container.</summary>
    /// <param name="time">The clock.</param>
    public InMemoryRateLimits(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
    }

    /// <inheritdoc />
    public ValueTask<bool> TryTakeAsync(string scope, string name, int permits, int limit) =>
        ValueTask.FromResult(_rates.GetOrAdd((scope, name), static _ => new Rate()).TryTake(permits, limit, _time));

    /// <summary>One rate, for use by several threads.</summary>
    private sealed class Rate
    {
        private readonly Lock _sync = new();
        private EventRate _rate;

        public bool TryTake(int permits, int limit, TimeProvider time)
        {
            lock (_sync)
            {
                return _rate.TryTake(permits, limit, time);
            }
        }
    }
}
