// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Connections;

/// <summary>Gives a dialect's clients to the hub, whatever transport they come on.</summary>
/// <typeparam name="THub">The hub.</typeparam>
public sealed class DialectEndpoint<THub>
    where THub : Hub
{
    private static readonly TimeSpan HubEndTimeout = TimeSpan.FromSeconds(1);

    private readonly DialectHub<THub> _hub;
    private readonly DeliveryEngine _delivery;
    private readonly ConnectionMonitor _monitor;

    /// <summary>Made by the container.</summary>
    /// <param name="services">The app's services, with those of <c>AddBridge</c>.</param>
    public DialectEndpoint(IServiceProvider services)
    {
        _hub = services.GetRequiredService<DialectHub<THub>>();
        _delivery = services.GetRequiredService<DeliveryEngine>();
        _monitor = services.GetRequiredService<ConnectionMonitor>();
    }

    /// <summary>Serves one connection from its first message to its end.</summary>
    /// <param name="context">The request that opened it, as the hub is to see it for as long as the connection lives.</param>
    /// <param name="transport">What carries its messages.</param>
    /// <param name="dialect">The words of the client; one instance for all connections.</param>
    /// <param name="options">How the connection behaves.</param>
    /// <param name="createSession">Makes the dialect's side of the connection.</param>
    public Task RunAsync(
        HttpContext context, DialectTransport transport, IDialect dialect, DialectConnectionOptions options,
        Func<DialectConnection, DialectSession> createSession)
    {
        var connection = new DialectConnection(dialect, context, transport.Abort, _delivery.NextShard(), new TransportSink(transport))
        {
            Carrier = transport,
            KeepAlive = options.KeepAlive,
            IsPolling = true,
        };
        connection.Session = createSession(connection);
        return RunAsync(connection, new TransportReceiver(transport, connection, _delivery.Context.Time, options.MaxMessageBytes));
    }

    /// <summary>Greets the client, runs the hub for it, and ends both in order.</summary>
    /// <param name="connection">The connection with its session.</param>
    /// <param name="receiver">Its receiver.</param>
    internal async Task RunAsync(DialectConnection connection, IDialectReceiver receiver)
    {
        connection.Session.OnOpened();
        _monitor.Add(connection);
        try
        {
            Task hub = _hub.RunAsync(connection);
            bool inOrder = false;
            try
            {
                inOrder = await receiver.ReceiveAsync();
            }
            finally
            {
                connection.EndInput();
                await EndHubAsync(connection, hub, inOrder ? HubEndTimeout : TimeSpan.Zero);
            }
        }
        finally
        {
            _monitor.Remove(connection);
            await connection.Outbox.CloseAsync();
        }
    }

    /// <summary>Lets the hub work off what came in, then cancels what it still does.</summary>
    private async Task EndHubAsync(DialectConnection connection, Task hub, TimeSpan timeout)
    {
        try
        {
            await hub.WaitAsync(timeout, _delivery.Context.Time);
        }
        catch (TimeoutException)
        {
            connection.AbortHub();
            await hub;
        }
    }
}
