// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;

namespace Bridge.Redis.Backplane;

/// <summary>
/// Watches connections of other nodes that this node waits for. Their nodes hear a Redis channel for each of them; when nobody has heard
/// it for as long as a lease lasts, the node is gone, and has not only lost its link to Redis for a moment. A node that hears it may
/// hang: it is asked once in a lease. One question is asked of Redis for all, and none when nobody waits.
/// </summary>
/// <param name="services">Redis, time and intervals.</param>
/// <param name="isAnswered">Asks the node that holds a connection for a sign of life; false when none came within a lease.</param>
internal sealed class ConnectionWatch(RedisBackplaneServices services, Func<string, Task<bool>> isAnswered)
{
    private const int Batch = 256;

    private readonly Lock _sync = new();
    private readonly HashSet<Watched> _watched = [];
    private bool _isRunning;

    /// <summary>Waits until nobody hears a Redis channel any more, or whoever hears it does not answer.</summary>
    /// <param name="connectionId">The connection.</param>
    /// <param name="channel">Its Redis channel.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="IOException">What the node sent meanwhile may be lost.</exception>
    public async Task WaitUntilGoneAsync(string connectionId, string channel, CancellationToken cancellationToken)
    {
        var watched = new Watched(connectionId, channel, services.Time.GetTimestamp());
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

    /// <summary>This node did not hear the others for a while.</summary>
    public void OnInterrupted()
    {
        Watched[] watched;
        lock (_sync)
        {
            watched = [.. _watched];
        }

        foreach (Watched connection in watched)
        {
            connection.Gone.TrySetException(new IOException(
                $"The link to Redis was interrupted: what the node of connection '{connection.Id}' answered may be lost."));
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
            else if (connection.MissingSince is null && services.Time.GetElapsedTime(connection.AskedAt, now) >= services.Options.NodeTimeout)
            {
                connection.AskedAt = now;
                _ = AskAsync(connection);
            }
        }
    }

    private async Task AskAsync(Watched connection)
    {
        int interruptions = services.Connection.Interruptions;
        if (!await isAnswered(connection.Id) && services.Connection.Interruptions == interruptions && services.Connection.Failure is null)
        {
            connection.Gone.TrySetResult();
        }
    }

    private sealed class Watched(string id, string channel, long now)
    {
        public string Id => id;

        public string Channel => channel;

        /// <summary>When its node was asked last, or the watching began. Used by the loop alone.</summary>
        public long AskedAt { get; set; } = now;

        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Since when nobody hears it; null when somebody does. Used by the loop alone.</summary>
        public long? MissingSince { get; set; }
    }
}
