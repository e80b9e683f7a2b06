// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.Tests.Hosts;

/// <summary>A handler that gives its connections to the test and stays in each until that is closed.</summary>
public sealed class ProbeHandler
{
    private readonly Channel<ConnectionContext> _opened = Channel.CreateUnbounded<ConnectionContext>();

    public Task<ConnectionContext> NextAsync() => _opened.Reader.ReadAsync().AsTask().Within("a connection");

    public void Use(IConnectionBuilder builder) => builder.Run(async connection =>
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = connection.ConnectionClosed.Register(closed.SetResult);
        await _opened.Writer.WriteAsync(connection);
        await closed.Task;
    });

    /// <summary>Waits until the handler has heard that the connection is closed.</summary>
    public static async Task ClosedAsync(ConnectionContext connection)
    {
        TaskCompletionSource closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = connection.ConnectionClosed.Register(() => closed.TrySetResult());
        await closed.Task.Within("the end of the connection");
    }
}
