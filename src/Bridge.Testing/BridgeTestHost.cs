// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Testing.Clients;
using Bridge.Testing.Time;
using Bridge.Testing.Transport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Bridge.Testing;

/// <summary>
/// An app that runs in memory: Kestrel, routing, authentication, SignalR and the bridge as they are, connections that are pipes,
/// and a clock that stands still until the test moves it (docs/testing.md).
/// </summary>
public sealed class BridgeTestHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly InMemoryListener _listener;
    private readonly List<FakePusherClient> _clients = [];

    private BridgeTestHost(WebApplication app, InMemoryListener listener, ManualTimeProvider time)
    {
        _app = app;
        _listener = listener;
        Time = time;
    }

    /// <summary>How long a client waits for what must come; only a failing test takes that long. Default: 15 seconds.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The app's clock.</summary>
    public ManualTimeProvider Time { get; }

    /// <summary>What reached the fake clients.</summary>
    public DeliveryLog Log { get; } = new();

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts an app.</summary>
    /// <param name="configure">Adds its services, as <c>Program.cs</c> does.</param>
    /// <param name="map">Maps its endpoints, as <c>Program.cs</c> does.</param>
    public static async Task<BridgeTestHost> StartAsync(Action<WebApplicationBuilder> configure, Action<WebApplication> map)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ArgumentNullException.ThrowIfNull(map);
        var time = new ManualTimeProvider();
        var listener = new InMemoryListener();
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<TimeProvider>(time);
        configure(builder);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(listener.EndPoint));
        builder.Services.Replace(ServiceDescriptor.Singleton<IConnectionListenerFactory>(listener));
        WebApplication app = builder.Build();
        try
        {
            map(app);
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new BridgeTestHost(app, listener, time);
    }

    /// <summary>A handler whose requests, WebSockets included, reach the app, whatever host they name: for HTTP and SignalR clients.</summary>
    public SocketsHttpHandler CreateHandler() => new()
    {
        ConnectCallback = (_, _) => new ValueTask<Stream>(_listener.Connect()),
        UseProxy = false,
    };

    /// <summary>Connects a Pusher client.</summary>
    /// <param name="name">Its name in the log.</param>
    /// <param name="options">How it connects; null: to the app's first Pusher app.</param>
    /// <exception cref="BridgeAssertionException">The server refused it; the message has the server's words.</exception>
    public async Task<FakePusherClient> ConnectPusherAsync(string name, FakePusherClientOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        PusherApp app = AppOf(options?.AppKey);
        FakePusherClient client = await FakePusherClient.ConnectAsync(this, name, app, options ?? new FakePusherClientOptions());
        _clients.Add(client);
        return client;
    }

    /// <summary>
    /// Waits until everything that was sent to the fake clients before this call has arrived. What a client triggered is sent
    /// when its hub method has run: wait for one of its effects first.
    /// </summary>
    /// <typeparam name="THub">The hub of the clients.</typeparam>
    public async Task SettleAsync<THub>()
        where THub : Hub
    {
        IHubClients clients = Services.GetRequiredService<IHubContext<THub>>().Clients;
        foreach (FakePusherClient client in _clients.Where(client => !client.IsClosed))
        {
            await client.SettleAsync(marker => clients.Client(client.SocketId).SendAsync(FakePusherClient.Marker, marker));
        }
    }

    /// <summary>Stops the app.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (FakePusherClient client in _clients)
        {
            await client.DisposeAsync();
        }

        await _app.DisposeAsync();
    }

    private PusherApp AppOf(string? key)
    {
        IPusherAppStore apps = Services.GetRequiredService<IPusherAppStore>();
        return (key is null ? apps.Apps.FirstOrDefault() : apps.FindByKey(key))
            ?? throw new BridgeAssertionException(key is null ? "The app has no Pusher app." : $"The app has no Pusher app with the key '{key}'.");
    }
}
