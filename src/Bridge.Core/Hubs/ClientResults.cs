// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
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

    // The client that is asked may be on another node, where the ids of several nodes meet.
    private readonly string _prefix = $"{Guid.NewGuid():N}-";
    private long _last;

    /// <summary>Begins to wait for a result of one connection.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="connectionId">The connection that is asked.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public Pending<T> Add<T>(string connectionId, CancellationToken cancellationToken)
    {
        string id = _prefix + Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
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

    /// <summary>Takes a result that came from another node; of no interest when nobody waits for it any more.</summary>
    /// <param name="result">The result.</param>
    public void CompleteRemote(CompletionMessage result)
    {
        if (_pending.TryGetValue(result.InvocationId!, out Pending? pending))
        {
            pending.Complete(result);
        }
    }

    /// <summary>Waits for a result on behalf of another node, which gets it as it is.</summary>
    /// <param name="invocationId">The id that the other node gave.</param>
    /// <param name="connectionId">The connection that is asked.</param>
    /// <param name="answer">Takes the result.</param>
    /// <param name="aborted">The end of the connection, which is an answer too.</param>
    public void Relay(string invocationId, string connectionId, Action<CompletionMessage> answer, CancellationToken aborted)
    {
        var relay = new RelayedResult(this, invocationId, connectionId, answer);
        if (_pending.TryAdd(invocationId, relay))
        {
            relay.WatchFor(aborted);
        }
    }

    /// <summary>Reads a completion that came from another node; null when it is none.</summary>
    /// <param name="protocol">The protocol that it is written in.</param>
    /// <param name="bytes">The completion.</param>
    public CompletionMessage? TryParse(IHubProtocol protocol, ReadOnlyMemory<byte> bytes)
    {
        var input = new ReadOnlySequence<byte>(bytes);
        try
        {
            return protocol.TryParseMessage(ref input, new ResultBinder(this), out HubMessage? message) ? message as CompletionMessage : null;
        }
        catch (InvalidDataException)
        {
            // How a hub protocol says that it does not read this.
            return null;
        }
    }

    /// <summary>Why a legacy client can't be asked.</summary>
    public static string NotSupportedBy(string connectionId, string dialect) =>
        $"Connection '{connectionId}' speaks '{dialect}', whose clients can't return results to the hub. Send instead of invoking.";

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

    private sealed class ResultBinder(ClientResults results) : IInvocationBinder
    {
        public IReadOnlyList<Type> GetParameterTypes(string methodName) => [];

        public Type GetReturnType(string invocationId) => results.TryGetType(invocationId, out Type? type) ? type : typeof(object);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }

    /// <summary>One invocation that another node waits for.</summary>
    private sealed class RelayedResult(ClientResults owner, string invocationId, string connectionId, Action<CompletionMessage> answer)
        : Pending(invocationId, connectionId)
    {
        private CancellationTokenRegistration _aborted;

        // Whatever the client answers goes on untouched.
        public override Type ResultType => typeof(RawResult);

        public void WatchFor(CancellationToken aborted) => _aborted = aborted.UnsafeRegister(
            static relay => ((RelayedResult)relay!).Abandon(), this);

        public override void Complete(CompletionMessage result)
        {
            if (owner._pending.TryRemove(KeyValuePair.Create(InvocationId, (Pending)this)))
            {
                _aborted.Unregister();
                answer(result);
            }
        }

        private void Abandon() => Complete(CompletionMessage.WithError(InvocationId, "Connection disconnected."));
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
