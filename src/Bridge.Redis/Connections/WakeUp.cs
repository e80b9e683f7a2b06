// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Connections;

/// <summary>Wakes one waiting loop; signals while it works are remembered as one.</summary>
internal sealed class WakeUp : IDisposable
{
    private readonly SemaphoreSlim _semaphore = new(0);
    private int _isSet;

    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0)
        {
            _semaphore.Release();
        }
    }

    /// <summary>Waits for a signal. The loop looks for work after it returns, so that no signal can be missed.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        await _semaphore.WaitAsync(cancellationToken);
        Interlocked.Exchange(ref _isSet, 0);
    }

    public void Dispose() => _semaphore.Dispose();
}
