// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Connections;

/// <summary>
/// Looks for the server that takes writes when the present one takes none: it was demoted, and may leave its connections open. The
/// look is a connection of its own, so that a server that is a replica for good costs nothing else.
/// </summary>
/// <param name="services">How to connect.</param>
/// <param name="onFound">Told when a master is there.</param>
internal sealed class MasterSearch(RedisLinkServices services, Action onFound) : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private Task _searching = Task.CompletedTask;
    private long? _begunAt;

    /// <summary>Begins to look, unless it does so already or has done a moment ago.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            bool isRecent = _begunAt is { } begun && services.Time.GetElapsedTime(begun) < Interval;
            if (_searching.IsCompleted && !isRecent && !_stopping.IsCancellationRequested)
            {
                _begunAt = services.Time.GetTimestamp();
                _searching = SearchAsync(_stopping.Token);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _searching;
        _stopping.Dispose();
    }

    private async Task SearchAsync(CancellationToken stopping)
    {
        await Task.Yield();
        try
        {
            await using RedisTransport transport = await services.Connector.ConnectAsync("search", stopping);
            if (transport.IsReplica)
            {
                return;
            }
        }
        catch (Exception)
        {
            // None is there yet; the next refused command begins anew.
            return;
        }

        onFound();
    }
}
