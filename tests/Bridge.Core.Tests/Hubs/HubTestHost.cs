// Licensed under the MIT License. See LICENSE in the repository root.

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
    private readonly ServiceProvider _services;
    private int _connections;

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
        services.AddSignalR().AddBridge(_ => { });
        _services = services.BuildServiceProvider();
        Dialect = new TestDialect(_services.GetRequiredService<HubJson>());
    }

    public ManualTimeProvider Time { get; } = new();

    public TestNamespaces Namespaces { get; } = new();

    public TestDialect Dialect { get; }

    public HubLifetimeManager<THub> Manager => _services.GetRequiredService<HubLifetimeManager<THub>>();

    public HubChannels Channels => _services.GetRequiredService<HubChannels<THub>>();

    public IChannelPublisher Publisher => _services.GetRequiredService<IChannelPublisher<THub>>();

    public HubRegistry Registry => Channels.Registry;

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
        return client;
    }

    /// <summary>A legacy client that the hub serves.</summary>
    public DialectTestClient ConnectDialect()
    {
        var client = new DialectTestClient(Dialect, Channels.Delivery.NextShard());
        Task served = _services.GetRequiredService<DialectHub<THub>>().RunAsync(client.Connection);
        client.Ended = () => served;
        return client;
    }

    /// <summary>Asserts that connections that are gone left nothing behind.</summary>
    public void AssertNothingIsLeft()
    {
        Assert.Empty(Registry.Members);
        Assert.Equal(0, Registry.GroupCount);
        Assert.Equal(0, Channels.ChangesUnderWay);
        Assert.Equal(0, Assert.IsType<InMemoryChannelState>(Channels.State).EntryCount);
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((0, 0), Assert.IsType<InMemoryUserState>(Channels.Users).EntryCounts);
    }

    private static HubConnectionContext Context(ConnectionContext connection, string? userId) =>
        new(connection, new HubConnectionContextOptions { KeepAliveInterval = TimeSpan.FromHours(1) }, NullLoggerFactory.Instance)
        {
            UserIdentifier = userId,
        };

    private string NextId() => $"native-{Interlocked.Increment(ref _connections)}";

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
