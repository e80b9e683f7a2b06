// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>
/// Handles the answers of Redis one at a time and in the order in which the questions were asked, which is the order of the
/// transitions that this node makes.
/// </summary>
internal sealed class OrderedReplies : IAsyncDisposable
{
    private readonly Channel<Func<ValueTask>> _handlers =
        Channel.CreateUnbounded<Func<ValueTask>>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Lock _gate = new();
    private readonly Task _loop;
    private int _waiting;

    public OrderedReplies() => _loop = RunAsync();

    /// <summary>Called when the last answer has been handled that was awaited.</summary>
    public Action? Idle { get; set; }

    /// <summary>Asks, and has the answer handled when those of all earlier questions are.</summary>
    /// <param name="ask">Sends the question, before it returns for the first time.</param>
    /// <param name="handle">Handles the answer.</param>
    /// <returns>What was made of the answer. Fails as the question or the handling does.</returns>
    public Task<T> AskAsync<T>(Func<Task<RespValue>> ask, Func<RespValue, T> handle)
    {
        var handled = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            Task<RespValue> reply = ask();
            Interlocked.Increment(ref _waiting);
            if (!_handlers.Writer.TryWrite(() => HandleAsync(reply, handle, handled)))
            {
                handled.SetException(new ObjectDisposedException(nameof(OrderedReplies)));
            }
        }

        return handled.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _handlers.Writer.TryComplete();
        await _loop;
    }

    private static async ValueTask HandleAsync<T>(Task<RespValue> reply, Func<RespValue, T> handle, TaskCompletionSource<T> handled)
    {
        try
        {
            handled.SetResult(handle(await reply));
        }
        catch (Exception e)
        {
            handled.SetException(e);
        }
    }

    private async Task RunAsync()
    {
        await foreach (Func<ValueTask> handler in _handlers.Reader.ReadAllAsync())
        {
            await handler();
            if (Interlocked.Decrement(ref _waiting) == 0)
            {
                Idle?.Invoke();
            }
        }
    }
}
