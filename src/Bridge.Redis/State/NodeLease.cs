// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>
/// This node's lease on what belongs to it in the shared state of one hub. Two loops keep it: one says that the node lives, the other
/// clears away what dead nodes left, and brings everything back to Redis after an interruption. See docs/specs/redis.md.
/// </summary>
internal sealed class NodeLease : IAsyncDisposable
{
    private static readonly TimeSpan LongestTick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly StateServices _services;
    private readonly string _hub;
    private readonly NodeNames _names = new();
    private readonly Heartbeat _heartbeat;
    private readonly HeartbeatLoop _beating;
    private readonly LeaseWork _work;
    private readonly LeaseStatus _status;
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task? _running;

    public NodeLease(StateServices services, string prefix)
    {
        var deadNodes = new DeadNodes();
        _services = services;
        _hub = prefix;
        Keys = new StateKeys(prefix);
        _status = new LeaseStatus(services, prefix);
        _heartbeat = new Heartbeat(services, Keys, _names, deadNodes);
        _beating = new HeartbeatLoop(prefix, _heartbeat, _status);
        _work = new LeaseWork(services, prefix, Keys, _names, _heartbeat, deadNodes, _status);
    }

    public StateKeys Keys { get; }

    /// <summary>The name that what belongs to this node goes by. It changes when others have given the node up.</summary>
    public string Node => _names.Current;

    /// <summary>The name that the node had before, until nothing goes by it any more; otherwise null.</summary>
    public string? FormerNode => _names.Former;

    /// <summary>A number for the data that Redis has: another one after it has lost them.</summary>
    public long Epoch => _heartbeat.Epoch;

    /// <summary>After how long without a sign of life a node is taken for dead.</summary>
    public TimeSpan NodeTimeout => _services.Options.NodeTimeout;

    /// <summary>Whether Redis has the state; otherwise the node goes on by itself.</summary>
    public bool IsShared => _status.IsShared;

    /// <summary>Done when it is known whether Redis is there.</summary>
    public Task Ready => _ready.Task;

    public OrderedReplies Replies { get; } = new();

    /// <summary>Takes a state on, and begins.</summary>
    public void Add(ILeasedState state)
    {
        _work.States = [.. _work.States, state];
        _services.Redis.Start();
        _running ??= Task.WhenAll(RunAsync(() => _beating.TickAsync(_stopping.Token)), RunAsync(WorkAsync));
    }

    /// <summary>Sends a script; the answer is handled when those of all earlier ones are.</summary>
    public Task<T> AskAsync<T>(RedisScript script, ReadOnlyMemory<byte>[] keys, ReadOnlyMemory<byte>[] arguments, Func<RespValue, T> handle) =>
        Replies.AskAsync(() => _services.Redis.EvaluateAsync(script, keys, arguments, CancellationToken.None), handle);

    /// <summary>Sends a command whose outcome is of no interest: when it fails, others do too.</summary>
    public void Send(RespCommand command) => _ = IgnoreAsync(_services.Redis.ExecuteAsync(command, CancellationToken.None));

    /// <summary>Something could not be brought to Redis; the caller goes on without, and is asked to repair it.</summary>
    public void OnFailure(Exception failure) => _status.OnFailure(failure);

    /// <summary>
    /// Ends the lease, and takes what the node has out of Redis, so that the others need not find out. Redis has little time for that:
    /// after it the node is dead for the others.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
        {
            return;
        }

        bool wasShared = _status.End();
        await _stopping.CancelAsync();
        await (_running ?? Task.CompletedTask);
        if (wasShared)
        {
            await TryEndAsync();
        }

        await Replies.DisposeAsync();
        _heartbeat.Dispose();
    }

    private static async Task IgnoreAsync(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task RunAsync(Func<Task> tickAsync)
    {
        await Task.Yield();
        TimeSpan tick = _services.Options.HeartbeatInterval / 3;
        using var timer = new PeriodicTimer(tick < LongestTick ? tick : LongestTick, _services.Time);
        try
        {
            do
            {
                await tickAsync();
            }
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The node ends.
        }
    }

    private async Task WorkAsync()
    {
        await _work.TickAsync(Replies, _stopping.Token);
        _ready.TrySetResult();
    }

    private async Task TryEndAsync()
    {
        try
        {
            await _work.EndAsync().WaitAsync(LongestEnd, _services.Time);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            LeaseLog.NotEnded(_services.Logger, Node, _hub, e.Message);
        }
    }
}
