// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Hubs;

/// <summary>Invocations of clients that wait for their results.</summary>
internal sealed class ClientResults
{
    private readonly ConcurrentDictionary<string, Pending> _pending = new(StringComparer.Ordinal);
    private long _last;

    /// <summary>Begins to wait for a result of one connection.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="connectionId">The connection that is asked.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Pending<T> Add<T>(string connectionId, CancellationToken cancellationToken)
    {
        string id = "b" + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var pending = new Pending<T>(this, id, connectionId, cancellationToken);
        _pending[id] = pending;
        return pending;
    }

    /// <summary>Takes a result.</summary>
    /// <param name="connectionId">The connection that it comes from.</param>
    /// <param name="result">The result; of no interest when nobody waits for it any more.</param>
    /// <exception cref="InvalidOperationException">Another connection was asked.</exception>
    public void Complete(string connectionId, CompletionMessage result)
    {
        if (!_pending.TryGetValue(result.InvocationId!, out Pending? pending))
        {
            return;
        }

        if (pending.ConnectionId != connectionId)
        {
            throw new InvalidOperationException(
                $"Connection ID '{connectionId}' is not valid for invocation ID '{result.InvocationId}'.");
        }

        pending.Complete(result);
    }

    public bool TryGetType(string invocationId, [NotNullWhen(true)] out Type? type)
    {
        type = _pending.TryGetValue(invocationId, out Pending? pending) ? pending.ResultType : null;
        return type is not null;
    }

    /// <summary>One invocation that waits.</summary>
    internal abstract class Pending(string invocationId, string connectionId)
    {
        public string InvocationId { get; } = invocationId;

        public string ConnectionId { get; } = connectionId;

        public abstract Type ResultType { get; }

        public abstract void Complete(CompletionMessage result);
    }

    /// <summary>One invocation that waits for a <typeparamref name="T"/>; disposing it ends the waiting.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    internal sealed class Pending<T> : Pending, IDisposable
    {
        private readonly TaskCompletionSource<T> _source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly CancellationTokenRegistration _cancellation;
        private readonly ClientResults _owner;

        public Pending(ClientResults owner, string invocationId, string connectionId, CancellationToken cancellationToken)
            : base(invocationId, connectionId)
        {
            _owner = owner;
            _cancellation = cancellationToken.UnsafeRegister(
                static (state, token) => ((TaskCompletionSource<T>)state!).TrySetCanceled(token), _source);
        }

        public Task<T> Task => _source.Task;

        public override Type ResultType => typeof(T);

        public override void Complete(CompletionMessage result)
        {
            if (result.Error is not null)
            {
                _source.TrySetException(new HubException(result.Error));
            }
            else if (result.HasResult)
            {
                _source.TrySetResult((T)result.Result!);
            }
            else
            {
                _source.TrySetException(new HubException("The client's method has no result, but one was asked for."));
            }
        }

        public void Dispose()
        {
            _owner._pending.TryRemove(InvocationId, out _);
            _cancellation.Dispose();
        }
    }
}
