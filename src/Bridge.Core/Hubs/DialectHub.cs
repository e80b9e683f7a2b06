// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Connections;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Hubs;

/// <summary>
/// Runs dialect connections through the hub: SignalR's own connection handler, a second instance of it with private options
/// and a private protocol that native clients can't ask for.
/// </summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed partial class DialectHub<THub>(IServiceProvider services, ILogger<DialectHub<THub>> logger)
    where THub : Hub
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, HubConnectionHandler<THub>> _handlers = new(StringComparer.Ordinal);

    /// <summary>Runs one connection until its input ends or the hub ends it. Never fails.</summary>
    /// <param name="connection">The connection.</param>
    public async Task RunAsync(DialectConnection connection)
    {
        connection.Map = services.GetRequiredService<HubMapSource<THub>>().Map;
        try
        {
            HandshakeProtocol.WriteRequestMessage(new HandshakeRequestMessage(connection.Dialect.Name, 1), connection.Input);
            await connection.Input.FlushAsync();

            // Dialects ask before they greet; whoever forgets to must not let anybody in.
            if (connection.HttpContext is { } request && !await services.GetRequiredService<HubAccess<THub>>().IsAllowedAsync(request))
            {
                connection.Close(connection.Session.HubEndedClose);
                return;
            }

            await HandlerFor(connection.Dialect.Name).OnConnectedAsync(connection);
        }
        catch (Exception e)
        {
            LogConnectionFailed(logger, e, connection.ConnectionId);
        }
        finally
        {
            // Nobody reads any more: a receiver that waits for room must not wait for ever.
            await connection.Transport.Input.CompleteAsync();
        }

        if (!connection.IsInputEnded)
        {
            connection.Close(connection.Session.HubEndedClose);
        }
    }

    private HubConnectionHandler<THub> HandlerFor(string dialect)
    {
        lock (_gate)
        {
            if (!_handlers.TryGetValue(dialect, out HubConnectionHandler<THub>? handler))
            {
                _handlers.Add(dialect, handler = CreateHandler(dialect));
            }

            return handler;
        }
    }

    private HubConnectionHandler<THub> CreateHandler(string dialect)
    {
        // Copies of the app's own options: its filters and detailed errors hold here as well.
        HubOptions common = services.GetRequiredService<IOptionsFactory<HubOptions>>().Create(Options.DefaultName);
        HubOptions<THub> options = services.GetRequiredService<IOptionsFactory<HubOptions<THub>>>().Create(Options.DefaultName);
        Restrict(common, dialect);
        Restrict(options, dialect);
        bool detailedErrors = options.EnableDetailedErrors ?? common.EnableDetailedErrors ?? false;

        return new HubConnectionHandler<THub>(
            services.GetRequiredService<HubLifetimeManager<THub>>(),
            new OnlyProtocol(new DialectHubProtocol(dialect, JsonFor(services), detailedErrors)),
            Options.Create(common),
            Options.Create(options),
            services.GetRequiredService<ILoggerFactory>(),
            services.GetRequiredService<IUserIdProvider>(),
            services.GetRequiredService<IServiceScopeFactory>());
    }

    private static void Restrict(HubOptions options, string dialect)
    {
        options.SupportedProtocols = [dialect];

        // The dialect's transport has its own limit for messages. One invocation at a time keeps a client's order.
        options.MaximumReceiveMessageSize = null;
        options.MaximumParallelInvocationsPerClient = 1;
    }

    /// <summary>
    /// The bridge's own hub takes JSON exactly as legacy clients send it; an app's hub binds with the app's own settings.
    /// </summary>
    private static IHubProtocol JsonFor(IServiceProvider services) => typeof(ChannelHub).IsAssignableFrom(typeof(THub))
        ? new JsonHubProtocol()
        : services.GetRequiredService<IHubProtocolResolver>().GetProtocol("json", null)
            ?? throw new InvalidOperationException("The bridge needs a hub protocol named 'json': AddSignalR() registers one.");

    [LoggerMessage(1201, LogLevel.Error, "The hub failed on connection {ConnectionId}.", EventName = "HubConnectionFailed")]
    private static partial void LogConnectionFailed(ILogger logger, Exception exception, string connectionId);

    private sealed class OnlyProtocol(DialectHubProtocol protocol) : IHubProtocolResolver
    {
        public IReadOnlyList<IHubProtocol> AllProtocols { get; } = [protocol];

        public IHubProtocol? GetProtocol(string protocolName, IReadOnlyList<string>? supportedProtocols) =>
            protocolName == protocol.Name ? protocol : null;
    }
}
