// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using Bridge.Core.Groups;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Hubs;

/// <content>Client results: methods of native clients that return a value to the hub.</content>
internal sealed partial class ChannelHubLifetimeManager<THub>
{
    /// <inheritdoc/>
    /// <exception cref="IOException">The connection is not there, or goes away before it answers.</exception>
    /// <exception cref="NotSupportedException">The connection belongs to a legacy client, which can't return results.</exception>
    public override async Task<T> InvokeConnectionAsync<T>(
        string connectionId, string methodName, object?[] args, CancellationToken cancellationToken)
    {
        if (Registry.Find(connectionId) is not { } member)
        {
            return await _channels.InvokeRemoteAsync<T>(connectionId, methodName, args, cancellationToken);
        }

        if (member is DialectMember dialect)
        {
            throw new NotSupportedException(ClientResults.NotSupportedBy(connectionId, dialect.Dialect.Name));
        }

        CancellationToken aborted = member.Connection.ConnectionAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, aborted);
        using ClientResults.Pending<T> pending = _channels.Results.Add<T>(member.ConnectionId, either.Token);
        await member.Connection.WriteAsync(new InvocationMessage(pending.InvocationId, methodName, args), cancellationToken);
        try
        {
            return await pending.Task;
        }
        catch (OperationCanceledException) when (aborted.IsCancellationRequested)
        {
            throw new IOException($"Connection '{connectionId}' disconnected.");
        }
    }

    /// <inheritdoc/>
    public override Task SetConnectionResultAsync(string connectionId, CompletionMessage result)
    {
        _channels.Results.Complete(connectionId, result);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override bool TryGetReturnType(string invocationId, [NotNullWhen(true)] out Type? type) =>
        _channels.Results.TryGetType(invocationId, out type);
}
