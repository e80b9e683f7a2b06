// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Connections;

/// <summary>A connection that comes back: connects, serves until something breaks, and begins again after a pause.</summary>
internal abstract partial class RedisLink : IRespInput, IAsyncDisposable
{
    // A connection that has served for so long is sound; one that ends before may end so again and again.
    private static readonly TimeSpan SettlingTime = TimeSpan.FromSeconds(3);

    // Whoever is denied stays so until somebody changes a password or a right.
    private static readonly TimeSpan DeniedPause = TimeSpan.FromSeconds(5);

    private const int MostReported = 16;

    private readonly RedisLinkServices _services;
    private readonly string _purpose;
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Backoff _backoff;
    private volatile RedisTransport? _transport;
    private string? _resetReason;
    private bool _isFailingAgain;
    private Task _running = Task.CompletedTask;

    protected RedisLink(RedisLinkServices services, string purpose)
    {
        _services = services;
        _purpose = purpose;
        _backoff = new Backoff(services.Random);
    }

    public bool IsUp { get; private set; }

    /// <summary>How often the link was lost.</summary>
    public int Interruptions { get; private set; }

    /// <summary>Why the link is down; null when it is up or has not tried yet.</summary>
    public string? Failure { get; private set; }

    protected TimeProvider Time => _services.Time;

    protected RedisMetrics Metrics => _services.Metrics;

    protected ILogger Logger => _services.Logger;

    protected TimeSpan OperationTimeout => _services.Settings.OperationTimeout;

    protected TimeSpan KeepAlive => _services.Settings.KeepAlive;

    public void Start() => _running = RunAsync(_stopping.Token);

    /// <summary>Breaks the present connection, so that a new one is made.</summary>
    /// <param name="reason">What is wrong with it.</param>
    public void Reset(string reason)
    {
        if (_transport is { } transport)
        {
            _resetReason = reason;
            transport.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
        Dispose();
    }

    /// <inheritdoc/>
    public abstract SequencePosition OnInput(ReadOnlySequence<byte> input);

    /// <summary>Sends what there is to send, until the connection breaks.</summary>
    protected abstract Task SendAsync(RedisTransport transport, CancellationToken cancellationToken);

    /// <summary>The connection is there: nothing has been sent yet.</summary>
    protected abstract void OnUp(RedisTransport transport);

    /// <summary>An attempt to connect failed, or the connection was lost.</summary>
    protected abstract void OnDown(RedisUnavailableException failure);

    /// <summary>Lets go what the link holds.</summary>
    protected abstract void Dispose();

    private async Task RunAsync(CancellationToken stopping)
    {
        // Whoever starts the link goes on at once.
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            Exception failure = await ConnectAndServeAsync(stopping);
            string reason = _resetReason ?? failure.Message;
            _resetReason = null;
            bool wasUp = IsUp;
            Interruptions += wasUp ? 1 : 0;
            IsUp = false;
            Failure = reason;
            OnDown(new RedisUnavailableException($"Redis is out of reach: {reason}", failure));
            if (stopping.IsCancellationRequested)
            {
                return;
            }

            Report(reason, wasUp);
            await Task.Delay(IsDenied(failure) ? DeniedPause : _backoff.Next(), Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<Exception> ConnectAndServeAsync(CancellationToken stopping)
    {
        try
        {
            await using RedisTransport transport = await _services.Connector.ConnectAsync(_purpose, stopping);
            _transport = transport;
            OnUp(transport);
            IsUp = true;
            Failure = null;
            _services.Metrics.Connected();
            if (!_isFailingAgain)
            {
                LogUp(transport);
            }

            return await ServeAsync(transport, stopping);
        }
        catch (Exception e)
        {
            return e;
        }
        finally
        {
            _transport = null;
        }
    }

    /// <summary>Sends and receives until the connection breaks.</summary>
    /// <returns>Why it did.</returns>
    private async Task<Exception> ServeAsync(RedisTransport transport, CancellationToken stopping)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task sending = SendAsync(transport, ending.Token);
        Task receiving = ReceiveAsync(transport, ending.Token);
        Task settling = SettleAsync(transport, ending.Token);
        Task first = await Task.WhenAny(sending, receiving);
        await ending.CancelAsync();
        transport.Abort();
        await Task.WhenAll(sending, receiving, settling).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return first.Exception?.InnerException ?? new OperationCanceledException("The node is stopping.");
    }

    private async Task ReceiveAsync(RedisTransport transport, CancellationToken cancellationToken)
    {
        while (true)
        {
            await transport.ReceiveAsync(this, cancellationToken);
        }
    }

    /// <summary>After a while of service what went wrong before is over, and would be news.</summary>
    private async Task SettleAsync(RedisTransport transport, CancellationToken cancellationToken)
    {
        await Task.Delay(SettlingTime, Time, cancellationToken);
        _backoff.Reset();
        _reported.Clear();
        if (_isFailingAgain)
        {
            _isFailingAgain = false;
            LogUp(transport);
        }
    }

    /// <summary>Tells of each failure once until the link has served for a while again.</summary>
    private void Report(string reason, bool wasUp)
    {
        bool isNews = _reported.Count < MostReported && _reported.Add(reason);
        _isFailingAgain = wasUp ? !isNews : _isFailingAgain;
        if (isNews)
        {
            LogDown(Logger, _purpose, reason);
        }
    }

    private void LogUp(RedisTransport transport) => LogUp(Logger, transport.Endpoint, _purpose, transport.IsResp3 ? 3 : 2);

    private static bool IsDenied(Exception failure) =>
        (failure as RedisServerException ?? failure.InnerException as RedisServerException) is { IsDenied: true };

    [LoggerMessage(4001, LogLevel.Information, "Connected to Redis at {Endpoint} for {Purpose}, protocol {Version}.", EventName = "RedisUp")]
    private static partial void LogUp(ILogger logger, string endpoint, string purpose, int version);

    [LoggerMessage(4002, LogLevel.Warning, "Redis is out of reach for {Purpose} ({Reason}). This node serves its own clients; trying again.", EventName = "RedisDown")]
    private static partial void LogDown(ILogger logger, string purpose, string reason);
}
