// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Core.DependencyInjection;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>An app with a hub of its own, native clients at <c>/hub</c> and Pusher clients beside them, on a real Kestrel.</summary>
internal sealed class MappedHost : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly List<IAsyncDisposable> _clients = [];

    private MappedHost(WebApplication server) => _server = server;

    public ManualTimeProvider Time { get; private init; } = null!;

    public PusherApp App { get; private init; } = null!;

    public IServiceProvider Services => _server.Services;

    /// <summary>Starts the app.</summary>
    /// <typeparam name="THub">Its hub.</typeparam>
    public static async Task<MappedHost> StartAsync<THub>(
        Action<BridgeBuilder> bridge,
        Action<WebApplicationBuilder>? configure = null,
        Action<ISignalRServerBuilder>? signalR = null,
        Action<WebApplication>? pipeline = null)
        where THub : Hub
    {
        var app = new PusherApp("1", "key", "secret");
        var time = new ManualTimeProvider();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(time);
        configure?.Invoke(builder);
        ISignalRServerBuilder signalRBuilder = builder.Services.AddSignalR();
        signalR?.Invoke(signalRBuilder);
        signalRBuilder.AddBridge(added =>
        {
            added.AddPusher(options => options.Apps.Add(app));
            bridge(added);
        });
        WebApplication server = builder.Build();
        pipeline?.Invoke(server);
        server.MapHub<THub>("/hub");
        server.MapBridge<THub>();
        await server.StartAsync().Await("starting the app");
        return new MappedHost(server) { Time = time, App = app };
    }

    public async Task<PusherClient> OpenAsync(string query = "", Action<System.Net.WebSockets.ClientWebSocketOptions>? configure = null)
    {
        PusherClient client = await PusherClient.OpenAsync(AddressOf($"/app/{App.Key}?protocol=7{query}"), App, configure);
        _clients.Add(client);
        return client;
    }

    public async Task<PusherClient> ConnectAsync(string query = "", Action<System.Net.WebSockets.ClientWebSocketOptions>? configure = null) =>
        await (await OpenAsync(query, configure)).EstablishAsync();

    public Task<HubClient> ConnectNativeAsync(params string[] targets) => ConnectNativeToAsync("/hub", targets);

    public async Task<HubClient> ConnectNativeToAsync(string pathAndQuery, params string[] targets)
    {
        HubClient client = await HubClient.ConnectAsync(AddressOf(pathAndQuery), targets);
        _clients.Add(client);
        return client;
    }

    public Uri AddressOf(string pathAndQuery) => new($"ws{HttpAddressOf(pathAndQuery).ToString()["http".Length..]}");

    public Uri HttpAddressOf(string pathAndQuery) =>
        new(_server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + pathAndQuery);

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable client in _clients)
        {
            await client.DisposeAsync();
        }

        await _server.DisposeAsync();
    }
}
