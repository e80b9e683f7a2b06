// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.History;
using Bridge.Redis.Backplane;
using Bridge.Redis.Connections;
using Bridge.Redis.State;
using Bridge.Redis.Wire;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.History;

/// <summary>
/// Keeps the histories of one hub in Redis. Messages are appended in batches, each sent when all answers to the one before are there:
/// so they keep their order whatever becomes of some of them. What Redis can't take waits, bounded, and goes in before anything later.
/// </summary>
internal sealed partial class RedisChannelHistory : IChannelHistory, IAsyncDisposable
{
    private const int Batch = 256;
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stopping = new();
    private readonly RedisBackplaneServices _services;
    private readonly ServerName _server;
    private readonly RedisChannels _channels;
    private readonly HistoryCommands _commands;
    private readonly IHistoryObserver _observer;
    private readonly AppendQueue _queue;
    private readonly DeferredAppends _deferred;
    private readonly HealthReporter _refusals;
    private readonly Task _loop;
    private int? _loadedAt;
    private long _triedAt;

    public RedisChannelHistory(
        RedisBackplaneServices services, ServerName server, RedisChannels channels, string keyPrefix, IHistoryObserver observer)
    {
        _services = services;
        _server = server;
        _channels = channels;
        _commands = new HistoryCommands(services.Connection, server, channels, keyPrefix);
        _observer = observer;
        _refusals = new HealthReporter(services.Health, services.Time, $"histories of {keyPrefix}");
        _queue = new AppendQueue(services.Options.OutageBufferBytes);
        _deferred = new DeferredAppends(services);
        _loop = Task.Run(RunAsync);
    }

    /// <inheritdoc />
    public async Task AppendAsync(string group, HistoryLimits limits, BackplaneMessage message, object publication)
    {
        var append = new HistoryAppend(group, limits, message, publication);
        append.Encode(_server);
        if (await _queue.AddAsync(append))
        {
            await append.Told.Task;
        }
    }

    /// <inheritdoc />
    public Task<HistorySlice> ReadAsync(string group, HistoryLimits limits, HistoryPosition? after) => _commands.ReadAsync(group, limits, after);

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _stopping.CancelAsync();
        await _loop;
        _refusals.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        Task<bool> more = _queue.WaitAsync();
        var batch = new List<HistoryAppend>(Batch);
        while (await IsOpenAsync(more))
        {
            await BringDeferredAsync();
            batch.Clear();
            _queue.Take(batch, Batch);
            await AppendAsync(batch);
            if (more.IsCompleted)
            {
                more = _queue.WaitAsync();
            }
        }

        _triedAt = 0;
        await BringDeferredAsync();
    }

    /// <summary>Waits for messages, or for the time to try again those that wait already.</summary>
    private async Task<bool> IsOpenAsync(Task<bool> more)
    {
        if (!_deferred.IsEmpty && !more.IsCompleted)
        {
            await Task.WhenAny(more, Task.Delay(RetryInterval, _services.Time, _stopping.Token));
            if (!more.IsCompleted)
            {
                return !_stopping.IsCancellationRequested;
            }
        }

        return await more;
    }

    private async Task AppendAsync(List<HistoryAppend> batch)
    {
        if (!_deferred.IsEmpty)
        {
            // Nothing overtakes what waits.
            batch.ForEach(Defer);
            return;
        }

        if (await IsLoadedAsync())
        {
            await SendAsync(batch, deferred: false);
        }
        else
        {
            batch.ForEach(Defer);
        }
    }

    private async Task BringDeferredAsync()
    {
        _deferred.DropOld();
        if (_deferred.IsEmpty || _services.Time.GetElapsedTime(_triedAt) < RetryInterval)
        {
            return;
        }

        _triedAt = _services.Time.GetTimestamp();
        _loadedAt = null;
        List<HistoryAppend> batch = [];
        while (!_deferred.IsEmpty && batch.TrueForAll(append => append.IsSettled) && await IsLoadedAsync())
        {
            batch = _deferred.Peek(Batch);
            await SendAsync(batch, deferred: true);
            _deferred.RemoveSettled();
        }
    }

    private async Task SendAsync(List<HistoryAppend> batch, bool deferred)
    {
        Task<HistoryPosition?>[] answers = new Task<HistoryPosition?>[batch.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = _commands.AppendAsync(batch[i]);
        }

        for (int i = 0; i < answers.Length; i++)
        {
            await FinishAsync(batch[i], answers[i], deferred);
        }
    }

    private async Task FinishAsync(HistoryAppend append, Task<HistoryPosition?> answer, bool deferred)
    {
        try
        {
            HistoryPosition? position = await answer;
            append.IsSettled = true;
            _services.Metrics.Published();
            if (!deferred)
            {
                Tell(append, position);
            }
        }
        catch (RedisServerException e) when (e.IsAboutKeys)
        {
            // It will be refused again, and must not keep others waiting.
            if (_refusals.Report(e))
            {
                LogRefused(_services.Logger, append.Group, e);
            }

            append.IsSettled = true;
            PublishAlone(append);
            if (!deferred)
            {
                Put(append);
            }
        }
        catch (IOException e)
        {
            append.IsUncertain |= e is RedisUnavailableException;
            if (e is RedisServerException && _refusals.Report(e))
            {
                LogRefused(_services.Logger, append.Group, e);
            }

            if (!deferred)
            {
                Defer(append);
            }
        }
        catch (Exception e)
        {
            // Nobody knows what became of it, but all that come behind it still wait.
            LogFailed(_services.Logger, append.Group, e);
            append.IsSettled = true;
            if (!deferred)
            {
                Put(append);
            }
        }
    }

    /// <summary>Makes the script known again when it may have been forgotten; false when Redis is away.</summary>
    private async Task<bool> IsLoadedAsync()
    {
        int interruptions = _commands.Interruptions;
        if (_loadedAt == interruptions)
        {
            return true;
        }

        try
        {
            await _commands.LoadAsync();
            _loadedAt = interruptions;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Defer(HistoryAppend append)
    {
        _deferred.Add(append);
        Put(append);
    }

    private void Put(HistoryAppend append) => Tell(append, position: null, isDeferred: true);

    private void Tell(HistoryAppend append, HistoryPosition? position, bool isDeferred = false)
    {
        try
        {
            if (position is { } known)
            {
                _observer.OnAppended(append.Group, known, append.Publication);
            }
            else if (isDeferred)
            {
                _observer.OnDeferred(append.Group, append.Number, append.Publication);
            }
        }
        catch (Exception e)
        {
            // One message that can't be delivered must not end the delivery of all others.
            _services.Metrics.DeliveryFailed();
            LogDeliveryFailed(_services.Logger, append.Group, e);
        }
        finally
        {
            append.Told.TrySetResult();
        }
    }

    /// <summary>Sends a message to the other nodes without a place in the history.</summary>
    private void PublishAlone(HistoryAppend append) => _services.Connection.Publish(
        RedisChannels.Bytes(_channels.Of(BackplaneAddress.Group(append.Group))), new Envelope(append.Source, _server));

    [LoggerMessage(4501, LogLevel.Error, "The history of {Group}, and perhaps others, can't be written. What Redis refuses for good goes to the other nodes without it, the rest waits.", EventName = "HistoryRefused")]
    private static partial void LogRefused(ILogger logger, string group, Exception exception);

    [LoggerMessage(4502, LogLevel.Error, "A message of {Group} could not be delivered to the members of this node.", EventName = "HistoryDeliveryFailed")]
    private static partial void LogDeliveryFailed(ILogger logger, string group, Exception exception);

    [LoggerMessage(4503, LogLevel.Error, "A message of {Group} could not be written to its history.", EventName = "HistoryFailed")]
    private static partial void LogFailed(ILogger logger, string group, Exception exception);
}
