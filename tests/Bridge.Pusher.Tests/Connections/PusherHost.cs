// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using Bridge.Core.Channels;
using Bridge.Core.DependencyInjection;
using Bridge.Core.Hubs;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Mirror;
using Bridge.Pusher.Tests.Apps;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>The whole bridge on a real Kestrel, with a clock that stands still until the test moves it.</summary>
internal sealed class PusherHost : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ErrorLog _log;
    private readonly ChangingApps _apps;
    private readonly List<IAsyncDisposable> _clients = [];
    private PusherApp _app;

    private PusherHost(WebApplication server, ManualTimeProvider time, ErrorLog log, ChangingApps apps)
    {
        _server = server;
        Time = time;
        _log = log;
        _apps = apps;
        _app = apps.Present[0];
    }

    public ManualTimeProvider Time { get; }

    /// <summary>What was logged as an error.</summary>
    public IReadOnlyCollection<string> Errors => _log.Errors;

    public IServiceProvider Services => _server.Services;

    public IChannelPublisher<ChannelHub> Publisher => Services.GetRequiredService<IChannelPublisher<ChannelHub>>();

    public IHubContext<ChannelHub> HubContext => Services.GetRequiredService<IHubContext<ChannelHub>>();

    /// <summary>A host with one app. What is added to the services takes the place of what the bridge would add.</summary>
    public static Task<PusherHost> StartAsync(Action<PusherApp>? configure = null, Action<IServiceCollection>? services = null)
    {
        var app = new PusherApp("1", "key", "secret");
        configure?.Invoke(app);
        return StartAsync([app], services);
    }

    /// <summary>A host with several apps; the first one is what clients connect to unless they say otherwise.</summary>
    public static async Task<PusherHost> StartAsync(
        IReadOnlyList<PusherApp> apps, Action<IServiceCollection>? services = null, Action<BridgeBuilder>? bridge = null)
    {
        var time = new ManualTimeProvider();
        var log = new ErrorLog();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(log);
        services?.Invoke(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSignalR().AddBridge(builder =>
        {
            builder.AddPusher();
            bridge?.Invoke(builder);
        });
        var changing = new ChangingApps(apps);
        changing.AddTo(builder.Services);
        WebApplication server = builder.Build();
        server.Use(QueryUser.AuthenticateAsync);
        server.UseRouting();
        server.MapPusherAuth();
        server.MapPusherUserAuth();
        server.MapHub<ChannelHub>("/hub");
        server.MapBridge<ChannelHub>();
        if (server.Services.GetService<MirrorWebhookEndpoint>() is not null)
        {
            server.MapPusherMirrorWebhooks<ChannelHub>("/mirror/webhooks");
        }

        await server.StartAsync().Await("starting the host");
        return new PusherHost(server, time, log, changing);
    }

    /// <summary>Opens a WebSocket and leaves the greeting to the test.</summary>
    public async Task<PusherClient> OpenAsync(string pathAndQuery, PusherApp? app = null, Action<ClientWebSocketOptions>? configure = null)
    {
        PusherClient client = await PusherClient.OpenAsync(AddressOf("ws", pathAndQuery), app ?? _app, configure);
        _clients.Add(client);
        return client;
    }

    /// <summary>A client that is connected.</summary>
    public async Task<PusherClient> ConnectAsync(PusherApp? app = null, int protocol = 7)
    {
        PusherClient client = await OpenAsync($"/app/{(app ?? _app).Key}?protocol={protocol}&client=test&version=1.0", app);
        return await client.EstablishAsync();
    }

    /// <summary>
    /// A client that is connected as soon as the app has room for one more. The server gives a place free when it is done
    /// with the connection that had it.
    /// </summary>
    public async Task<PusherClient> ConnectWhenThereIsRoomAsync()
    {
        using var patience = new CancellationTokenSource(Patience.Limit);
        while (true)
        {
            PusherClient client = await OpenAsync($"/app/{_app.Key}?protocol=7");
            if ((await client.NextAsync()).Event() == "pusher:connection_established")
            {
                return client;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>A SignalR client that is connected and listens to the events of these names.</summary>
    public Task<NativeClient> ConnectNativeAsync(params string[] events) => ConnectNativeAsUserAsync("", events);

    /// <summary>A SignalR client whom <see cref="QueryUser"/> knows.</summary>
    public async Task<NativeClient> ConnectNativeAsUserAsync(string query, params string[] events)
    {
        NativeClient client = await NativeClient.ConnectAsync(AddressOf("ws", $"/hub?{query}"), events);
        _clients.Add(client);
        return client;
    }

    /// <summary>Puts other apps in the place of the present ones while the host runs; the first one becomes the clients' default.</summary>
    public void Replace(params PusherApp[] apps)
    {
        _app = apps.FirstOrDefault() ?? _app;
        _apps.Replace(apps);
    }

    /// <summary>Publishes as an app's server does.</summary>
    public ValueTask PublishAsync(string group, string name, string data, string? exceptSocketId = null) =>
        Publisher.PublishAsync(new ChannelEvent { Group = group, Name = name, Data = EventData.FromText(data), ExceptSocketId = exceptSocketId });

    public Uri AddressOf(string scheme, string pathAndQuery)
    {
        string address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Uri($"{scheme}{address["http".Length..]}{pathAndQuery}");
    }

    /// <summary>Stops the server as a shutdown of the process does.</summary>
    public Task StopAsync() => _server.StopAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable client in _clients)
        {
            await client.DisposeAsync();
        }

        await _server.DisposeAsync();
    }
}
