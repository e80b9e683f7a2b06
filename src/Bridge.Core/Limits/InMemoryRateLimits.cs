// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;

namespace Bridge.Core.Limits;

/// <summary>Counts what is done through this process: right for a single node.</summary>
public sealed class InMemoryRateLimits : IRateLimits
{
    private readonly ConcurrentDictionary<(string Scope, string Name), SecondWindow> _windows = new();
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
        ValueTask.FromResult(_windows.GetOrAdd((scope, name), static _ => new SecondWindow()).TryTake(permits, limit, _time));
}
