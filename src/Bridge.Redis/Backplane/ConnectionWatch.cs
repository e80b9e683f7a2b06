// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.Backplane;

/// <summary>
/// Watches connections of other nodes that this node waits for. Their nodes hear a Redis channel for each of them; when nobody has heard
/// it for as long as a lease lasts, the node is gone, and has not only lost its link to Redis for a moment. One question is asked for all,
/// and none when nobody waits.
/// </summary>
internal sealed class ConnectionWatch(RedisBackplaneServices services)
{
    private const int Batch = 256;

    private readonly Lock _sync = new();
    private readonly HashSet<Watched> _watched = [];
    private bool _isRunning;

    /// <summary>Waits until nobody hears a Redis channel any more.</summary>
    /// <param name="channel">The Redis channel.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task WaitUntilGoneAsync(string channel, CancellationToken cancellationToken)
    {
        var watched = new Watched(channel);
        lock (_sync)
        {
            _watched.Add(watched);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = RunAsync();
            }
        }

        try
        {
            await watched.Gone.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_sync)
            {
                _watched.Remove(watched);
            }
        }
    }

    private async Task RunAsync()
    {
        do
        {
            await Task.Delay(services.Options.HeartbeatInterval, services.Time);
        }
        while (await TryLookAsync());
    }

    private async Task<bool> TryLookAsync()
    {
        Watched[] watched;
        lock (_sync)
        {
            watched = [.. _watched];
            _isRunning = watched.Length > 0;
        }

        foreach (Watched[] batch in watched.Chunk(Batch))
        {
            try
            {
                await LookAsync(batch);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // While Redis is away nothing can be said of the others, and afterwards they need a moment to come back.
                Array.ForEach(batch, connection => connection.MissingSince = null);
            }
        }

        return watched.Length > 0;
    }

    private async Task LookAsync(Watched[] batch)
    {
        RespValue counts = await services.Connection.ExecuteAsync(
            RespCommand.Of(["PUBSUB", "NUMSUB", .. batch.Select(connection => connection.Channel)]), CancellationToken.None);
        long now = services.Time.GetTimestamp();
        for (int i = 0; i < batch.Length; i++)
        {
            Watched connection = batch[i];
            connection.MissingSince = counts.Items[(2 * i) + 1].AsInteger() > 0 ? null : connection.MissingSince ?? now;
            if (connection.MissingSince is { } since && services.Time.GetElapsedTime(since, now) >= services.Options.NodeTimeout)
            {
                connection.Gone.TrySetResult();
            }
        }
    }

    private sealed class Watched(string channel)
    {
        public string Channel => channel;

        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Since when nobody hears it; null when somebody does. Used by the loop alone.</summary>
        public long? MissingSince { get; set; }
    }
}
