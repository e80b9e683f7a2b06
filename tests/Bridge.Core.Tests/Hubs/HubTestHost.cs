// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Bridge.Core.Groups;
using Bridge.Core.Hubs;
using Bridge.Core.Presence;
using Bridge.Core.Users;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Core.Tests.Hubs;

/// <summary>
/// The bridge on one hub without a server. Connections come in two ways: bare ones, which only the lifetime manager knows, and
/// ones that the hub serves.
/// </summary>
internal sealed class HubTestHost<THub> : IAsyncDisposable
    where THub : Hub
{
    // Shared: no two hosts of a farm may have connections of one id.
    private static int _connections;

    private readonly ConcurrentDictionary<string, TaskCompletionSource> _connected = new();
    private readonly ServiceProvider _services;

    public HubTestHost(Action<DeliveryOptions>? delivery = null, Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IHostApplicationLifetime, NoLifetime>();
        services.AddSingleton<TimeProvider>(Time);
        services.AddSingleton<IChannelNamespaces>(Namespaces);
        services.AddSingleton<IChannelAuthorizer, TestAuthorizer>();
        services.AddSingleton<IUserAuthenticator, TestUserAuthenticator>();
        services.Configure<DeliveryOptions>(options => delivery?.Invoke(options));
        configure?.Invoke(services);
        services.AddSignalR(options => options.AddFilter(new InvokedFilter(this))).AddBridge(_ => { });
        _services = services.BuildServiceProvider();
        Dialect = new TestDialect(_services.GetRequiredService<HubJson>());
    }

    public ManualTimeProvider Time { get; } = new();

    public TestNamespaces Namespaces { get; } = new();

    public TestDialect Dialect { get; }

    public HubLifetimeManager<THub> Manager => _services.GetRequiredService<HubLifetimeManager<THub>>();

    public HubChannels Channels => _services.GetRequiredService<HubChannels<THub>>();

    public IChannelPublisher Publisher => _services.GetRequiredService<IChannelPublisher<THub>>();

    public IChannelQueries Queries => _services.GetRequiredService<IChannelQueries<THub>>();

    public IUserConnections UserConnections => _services.GetRequiredService<IUserConnections<THub>>();

    public HubRegistry Registry => Channels.Registry;

    /// <summary>Called when a hub method has returned, before its client is answered.</summary>
    public Func<string, Task> OnInvoked { get; set; } = _ => Task.CompletedTask;

    /// <summary>Done when the hub's side of a connection is aborted.</summary>
    public Task AbortedAsync(TestClient client)
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Registry.Find(client.ConnectionId)!.Connection.ConnectionAborted.Register(() => aborted.TrySetResult());
        return aborted.Task.WaitAsync(TestClient.Patience);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>A SignalR connection that only the lifetime manager knows.</summary>
    public async Task<NativeTestClient> AddNativeAsync(string? userId = null, int pauseBytes = 0)
    {
        var client = new NativeTestClient(NextId(), pauseBytes);
        HubConnectionContext context = Context(client.Connection, userId);
        client.Ended = () => Manager.OnDisconnectedAsync(context);
        await AddAsync(context);
        return client;
    }

    /// <summary>A legacy connection that only the lifetime manager knows.</summary>
    public async Task<DialectTestClient> AddDialectAsync(string? userId = null)
    {
        var client = new DialectTestClient(Dialect, Channels.Delivery.NextShard());
        HubConnectionContext context = Context(client.Connection, userId);
        client.Ended = () => Manager.OnDisconnectedAsync(context);
        await AddAsync(context);
        return client;
    }

    public async Task<TestClient> AddAsync(ClientKind kind, string? userId = null) =>
        kind == ClientKind.Native ? await AddNativeAsync(userId) : await AddDialectAsync(userId);

    /// <summary>A connection of another making that only the lifetime manager knows.</summary>
    public Task AddAsync(HubConnectionContext context)
    {
        context.Protocol = new JsonHubProtocol();
        return Manager.OnConnectedAsync(context).WaitAsync(TestClient.Patience);
    }

    /// <summary>A SignalR client that the hub serves; the handshake is done.</summary>
    public async Task<NativeTestClient> ConnectNativeAsync(
        int pauseBytes = 0, int handshakeVersion = 1, Action<ConnectionContext>? configure = null)
    {
        var client = new NativeTestClient(NextId(), pauseBytes);
        configure?.Invoke(client.Connection);
        Task served = _services.GetRequiredService<HubConnectionHandler<THub>>().OnConnectedAsync(client.Connection);
        client.Ended = () => served;
        await client.SendHandshakeAsync(handshakeVersion);
        Assert.Empty((await client.ReadRecordAsync()).EnumerateObject());
        await Connected(client.ConnectionId).Task.WaitAsync(TestClient.Patience);
        return client;
    }

    /// <summary>A legacy client that the hub serves.</summary>
    public async Task<DialectTestClient> ConnectDialectAsync()
    {
        var client = new DialectTestClient(Dialect, Channels.Delivery.NextShard());
        Task served = _services.GetRequiredService<DialectHub<THub>>().RunAsync(client.Connection);
        client.Ended = () => served;
        await Connected(client.ConnectionId).Task.WaitAsync(TestClient.Patience);
        return client;
    }

    /// <summary>Asserts that connections that are gone left nothing behind.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Empty(Registry.Members);
        Assert.Equal(0, Registry.GroupCount);
        Assert.Equal(0, Channels.ChangesUnderWay);
        if (((Channels.State as YieldingChannelState)?.Inner ?? Channels.State) is not InMemoryChannelState state)
        {
            // What a shared state keeps is not of this node alone.
            return;
        }

        Assert.Equal(0, state.EntryCount);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0), Assert.IsType<InMemoryUserState>(Channels.Users).EntryCounts);
    }

    private static HubConnectionContext Context(ConnectionContext connection, string? userId) =>
        new(connection, new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromHours(1) }, NullLoggerFactory.Instance)
        {
            UserIdentifier = userId,
        };

    private TaskCompletionSource Connected(string connectionId) => _connected.GetOrAdd(
        connectionId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private static string NextId() => $"native-{Interlocked.Increment(ref _connections)}";

    private sealed class InvokedFilter(HubTestHost<THub> host) : IHubFilter
    {
        public async ValueTask<object?> InvokeMethodAsync(
            HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
        {
            object? result = await next(invocationContext);
            await host.OnInvoked(invocationContext.HubMethodName);
            return result;
        }

        public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
        {
            await next(context);
            host.Connected(context.Context.ConnectionId).TrySetResult();
        }
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
