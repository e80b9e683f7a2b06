// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.Wire;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.State;

/// <summary>
/// This node's lease on what belongs to it in the shared state of one hub: it says again and again that the node lives, clears
/// away what dead nodes left, and brings everything back to Redis after an interruption. See docs/specs/redis.md.
/// </summary>
internal sealed partial class NodeLease : IAsyncDisposable
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);

    private readonly StateServices _services;
    private readonly string _hub;
    private readonly string _baseName = ServerName.New().Text;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _formerNames = new();
    private volatile ILeasedState[] _states = [];
    private volatile string _node;
    private volatile bool _isShared;
    private Task? _running;
    private int _names;
    private int _interruptions;
    private bool _isRegistered;
    private long _lastHeartbeat;
    private long _epoch;
    private long? _backSince;
    private long? _awakeSince;

    public NodeLease(StateServices services, string prefix)
    {
        _services = services;
        _hub = prefix;
        _node = _baseName;
        Keys = new StateKeys(prefix);
    }

    public StateKeys Keys { get; }

    /// <summary>The name that what belongs to this node goes by. It changes when others have given the node up.</summary>
    public string Node => _node;

    /// <summary>The name that the node had before, until nothing goes by it any more; otherwise null.</summary>
    public string? FormerNode { get; private set; }

    /// <summary>A number for the data that Redis has: another one after it has lost them.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>After how long without a sign of life a node is taken for dead.</summary>
    public TimeSpan NodeTimeout => _services.Options.NodeTimeout;

    /// <summary>Whether Redis has the state; otherwise the node goes on by itself.</summary>
    public bool IsShared => _isShared;

    /// <summary>Done when it is known whether Redis is there.</summary>
    public Task Ready => _ready.Task;

    public OrderedReplies Replies { get; } = new();

    private TimeProvider Time => _services.Time;

    /// <summary>Takes a state on, and begins.</summary>
    public void Add(ILeasedState state)
    {
        _states = [.. _states, state];
        _services.Redis.Start();
        _running ??= RunAsync();
    }

    /// <summary>Sends a script; the answer is handled when those of all earlier ones are.</summary>
    public Task<T> AskAsync<T>(RedisScript script, ReadOnlyMemory<byte>[] keys, ReadOnlyMemory<byte>[] arguments, Func<RespValue, T> handle) =>
        Replies.AskAsync(() => _services.Redis.EvaluateAsync(script, keys, arguments, CancellationToken.None), handle);

    /// <summary>Sends a command whose outcome is of no interest: when it fails, others do too.</summary>
    public void Send(RespCommand command) => _ = IgnoreAsync(_services.Redis.ExecuteAsync(command, CancellationToken.None));

    /// <summary>Something could not be brought to Redis; the caller goes on without, and is asked to repair it.</summary>
    public void OnFailure(Exception failure)
    {
        if (failure is RedisServerException { IsAboutKeys: true })
        {
            // The other keys may be all right.
            Report(failure.Message);
        }
        else
        {
            Suspend(failure.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        await _stopping.CancelAsync();
        await (_running ?? Task.CompletedTask);
        await Replies.DisposeAsync();
    }

    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync()
    {
        await Task.Yield();
        TimeSpan heartbeat = _services.Options.HeartbeatInterval;
        using var timer = new PeriodicTimer(heartbeat / 3 < LongestTick ? heartbeat / 3 : LongestTick, Time);
        try
        {
            do
            {
                await TryTickAsync();
                _ready.TrySetResult();
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            _ready.TrySetResult();
        }
    }

    private async Task TryTickAsync()
    {
        try
        {
            await TickAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
        }
        catch (IOException e)
        {
            OnFailure(e);
        }
        catch (Exception e)
        {
            LogTickFailed(_services.Logger, e);
        }
    }

    private async Task TickAsync()
    {
        int interruptions = _services.Redis.Interruptions;
        if (_isShared && interruptions != _interruptions)
        {
            Suspend("The connection to Redis was interrupted.");
        }

        RespValue[] dead = [];
        if (!_isShared || Time.GetElapsedTime(_lastHeartbeat) >= _services.Options.HeartbeatInterval)
        {
            dead = await BeatAsync();
        }

        if (!_isShared)
        {
            await ResumeAsync(interruptions);
        }

        bool isWell = true;
        foreach (ILeasedState state in _states)
        {
            isWell &= await state.RepairAsync();
        }

        if (isWell && _isShared && _services.Health.Clear(_hub))
        {
            LogShared(_services.Logger, _hub);
        }

        await ClearFormerNamesAsync();
        foreach (RespValue node in dead)
        {
            await ReapAsync(ChannelReply.Text(node));
        }

        foreach (ILeasedState state in _states)
        {
            await state.SettleAsync();
        }
    }

    /// <summary>Says that the node lives.</summary>
    /// <returns>Dead nodes that this one is to clear up after.</returns>
    private async Task<RespValue[]> BeatAsync()
    {
        RespValue reply = await HeartbeatAsync();
        if (reply.Items[0].AsInteger() == 0)
        {
            LogGivenUp(_services.Logger, _node, _hub);
            _isShared = false;
            _formerNames.Enqueue(_node);
            FormerNode = _node;
            _node = string.Create(CultureInfo.InvariantCulture, $"{_baseName}.{++_names}");
            _isRegistered = false;
            reply = await HeartbeatAsync();
        }

        return reply.Items[1].Items;
    }

    private async Task<RespValue> HeartbeatAsync()
    {
        bool mayJudge = MayJudge();
        if (!_isRegistered)
        {
            foreach (ILeasedState state in _states)
            {
                await state.SubscribeAsync(_node);
            }
        }

        long now = Time.GetTimestamp();
        RespValue reply = await _services.Redis.EvaluateAsync(
            RedisScripts.Heartbeat,
            [Keys.Nodes, Keys.DeadNodes, Keys.Epoch],
            [
                StateKeys.Bytes(_node), StateKeys.Milliseconds(_services.Options.NodeTimeout),
                StateKeys.Milliseconds(3 * _services.Options.NodeTimeout), StateKeys.Flag(!_isRegistered), StateKeys.Flag(mayJudge && _isShared),
            ],
            _stopping.Token);
        _isRegistered = true;
        _lastHeartbeat = now;
        Volatile.Write(ref _epoch, reply.Items[2].AsInteger());
        return reply;
    }

    /// <summary>Whether the node can tell those who are dead from those who were away, or stood still, together with it.</summary>
    private bool MayJudge()
    {
        if (_isRegistered && Time.GetElapsedTime(_lastHeartbeat) >= _services.Options.NodeTimeout / 2)
        {
            _awakeSince = Time.GetTimestamp();
        }

        return HasPassed(_backSince, _services.Options.NodeTimeout) && HasPassed(_awakeSince, 2 * _services.Options.HeartbeatInterval);
    }

    private bool HasPassed(long? since, TimeSpan time) => since is not { } start || Time.GetElapsedTime(start) >= time;

    /// <summary>Goes back to the shared state. Nothing may be missed from the moment at which it is read.</summary>
    private async Task ResumeAsync(int interruptions)
    {
        foreach (ILeasedState state in _states)
        {
            await state.SubscribeAsync(_node);
            state.Unsubscribe(_node);
        }

        // A script that Redis does not know is sent twice, and those behind it would overtake it.
        await Task.WhenAll(RedisScripts.All.Select(script => _services.Redis.ExecuteAsync(
            new RespCommand("SCRIPT"u8.ToArray(), "LOAD"u8.ToArray(), script.Body), _stopping.Token)));
        if (_services.Redis.Failure is { } failure)
        {
            throw new RedisUnavailableException(failure);
        }

        foreach (ILeasedState state in _states)
        {
            state.Invalidate();
        }

        if (_ready.Task.IsCompleted)
        {
            _backSince = Time.GetTimestamp();
        }

        _interruptions = interruptions;
        _isShared = true;
    }

    private async Task ClearFormerNamesAsync()
    {
        while (_formerNames.TryPeek(out string? former))
        {
            // Nothing that was sent under the old name is under way any more.
            await Replies.AskAsync(() => Task.FromResult(default(RespValue)), _ => true);
            await ClearAsync(former, isDead: false);
            foreach (ILeasedState state in _states)
            {
                state.Unsubscribe(former);
            }

            _formerNames.Dequeue();
        }

        FormerNode = null;
    }

    private async Task ReapAsync(string node)
    {
        await ClearAsync(node, isDead: true);
        LogReaped(_services.Logger, node, _hub);
    }

    private async Task ClearAsync(string node, bool isDead)
    {
        foreach (ILeasedState state in _states)
        {
            await state.ClearAsync(node, isDead);
        }

        await _services.Redis.ExecuteAsync(new RespCommand("ZREM"u8.ToArray(), Keys.DeadNodes, StateKeys.Bytes(node)), _stopping.Token);
    }

    private void Suspend(string reason)
    {
        _isShared = false;
        Report(reason);
    }

    private void Report(string reason)
    {
        if (_services.Health.Report(_hub, reason))
        {
            LogNotShared(_services.Logger, _hub, reason);
        }
    }

    [LoggerMessage(4201, LogLevel.Warning, "The state of {Hub} is not shared with the other nodes ({Reason}). This node goes on by itself and tries again.", EventName = "StateNotShared")]
    private static partial void LogNotShared(ILogger logger, string hub, string reason);

    [LoggerMessage(4202, LogLevel.Information, "The state of {Hub} is shared with the other nodes again.", EventName = "StateShared")]
    private static partial void LogShared(ILogger logger, string hub);

    [LoggerMessage(4203, LogLevel.Warning, "The other nodes have given {Node} up in {Hub}, or Redis has lost its data. This node takes a new name and brings its connections back.", EventName = "NodeGivenUp")]
    private static partial void LogGivenUp(ILogger logger, string node, string hub);

    [LoggerMessage(4204, LogLevel.Warning, "The node {Node} is dead; what it had in {Hub} was taken away.", EventName = "NodeReaped")]
    private static partial void LogReaped(ILogger logger, string node, string hub);

    [LoggerMessage(4205, LogLevel.Error, "Keeping the shared state failed; trying again.", EventName = "StateFailed")]
    private static partial void LogTickFailed(ILogger logger, Exception exception);
}
