// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

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
    private readonly Heartbeat _heartbeat;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile ILeasedState[] _states = [];
    private volatile bool _isShared;
    private Task? _running;
    private int _interruptions;

    public NodeLease(StateServices services, string prefix)
    {
        _services = services;
        _hub = prefix;
        Keys = new StateKeys(prefix);
        _heartbeat = new Heartbeat(services, Keys);
    }

    public StateKeys Keys { get; }

    /// <summary>The name that what belongs to this node goes by. It changes when others have given the node up.</summary>
    public string Node => _heartbeat.Node;

    /// <summary>The name that the node had before, until nothing goes by it any more; otherwise null.</summary>
    public string? FormerNode => _heartbeat.FormerNode;

    /// <summary>A number for the data that Redis has: another one after it has lost them.</summary>
    public long Epoch => _heartbeat.Epoch;

    /// <summary>After how long without a sign of life a node is taken for dead.</summary>
    public TimeSpan NodeTimeout => _services.Options.NodeTimeout;

    /// <summary>Whether Redis has the state; otherwise the node goes on by itself.</summary>
    public bool IsShared => _isShared;

    /// <summary>Done when it is known whether Redis is there.</summary>
    public Task Ready => _ready.Task;

    public OrderedReplies Replies { get; } = new();

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
        if (failure is RedisServerException { IsAboutKeys: true } or RedisUnavailableException { IsAboutCommand: true })
        {
            // Others may be all right.
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
        TimeSpan tick = _services.Options.HeartbeatInterval / 3;
        using var timer = new PeriodicTimer(tick < LongestTick ? tick : LongestTick, _services.Time);
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
        if (!_isShared || _heartbeat.IsDue)
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
        while (true)
        {
            if (_heartbeat.IsNew)
            {
                await SubscribeAsync();
            }

            if (await _heartbeat.SendAsync(_isShared, _stopping.Token) is { } dead)
            {
                return dead;
            }

            LogGivenUp(_services.Logger, Node, _hub);
            _isShared = false;
            _heartbeat.Rename();
        }
    }

    private async Task SubscribeAsync()
    {
        foreach (ILeasedState state in _states)
        {
            await state.SubscribeAsync(Node);
        }
    }

    /// <summary>Goes back to the shared state. Nothing may be missed from the moment at which it is read.</summary>
    private async Task ResumeAsync(int interruptions)
    {
        foreach (ILeasedState state in _states)
        {
            await state.SubscribeAsync(Node);
            state.Unsubscribe(Node);
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
            _heartbeat.ComeBack();
        }

        _interruptions = interruptions;
        _isShared = true;
    }

    private async Task ClearFormerNamesAsync()
    {
        while (_heartbeat.TryPeekFormer(out string? former))
        {
            // Nothing that was sent under the old name is under way any more.
            await Replies.AskAsync(() => Task.FromResult(default(RespValue)), _ => true);
            await ClearAsync(former, isDead: false);
            foreach (ILeasedState state in _states)
            {
                state.Unsubscribe(former);
            }

            _heartbeat.ForgetFormer();
        }
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
}
