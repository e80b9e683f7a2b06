// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Bridge.Core.Users;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Newtonsoft.Json;

namespace Bridge.Core.Tests.Hubs;

/// <summary>A web server with nothing but a <see cref="ChannelHub"/>, and real clients for it.</summary>
internal sealed class ChannelHubServer : IAsyncDisposable
{
    private readonly List<ChannelHubClient> _clients = [];
    private readonly WebApplication _app;

    private ChannelHubServer(HubJsonKind json)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IChannelNamespaces>(Namespaces);
        builder.Services.AddSingleton<IChannelAuthorizer, TestAuthorizer>();
        builder.Services.AddSingleton<IUserAuthenticator, TestUserAuthenticator>();
        ISignalRServerBuilder signalR = builder.Services.AddSignalR();
        if (json == HubJsonKind.Newtonsoft)
        {
            signalR.AddNewtonsoftJsonProtocol(options =>
                options.PayloadSerializerSettings.NullValueHandling = NullValueHandling.Ignore);
        }

        signalR.AddBridge(_ => { });
        _app = builder.Build();
        _app.MapHub<ChannelHub>("/hub");
    }

    public ManualTimeProvider Time { get; } = new();

    public TestNamespaces Namespaces { get; } = new();

    public HubLifetimeManager<ChannelHub> Manager => _app.Services.GetRequiredService<HubLifetimeManager<ChannelHub>>();

    public static async Task<ChannelHubServer> StartAsync(HubJsonKind json, ChannelSettings? settings = null)
    {
        var server = new ChannelHubServer(json);
        server.Namespaces.Settings = settings ?? new ChannelSettings();
        await server._app.StartAsync().WaitAsync(TestClient.Patience);
        return server;
    }

    public async Task<ChannelHubClient> ConnectAsync()
    {
        string address = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<IConnectionFactory, WebSocketConnectionFactory>();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new Uri(address.Replace("http", "ws", StringComparison.Ordinal) + "/hub")));
        var client = new ChannelHubClient(builder.Build());
        _clients.Add(client);
        await client.Connection.StartAsync().WaitAsync(TestClient.Patience);
        return client;
    }

    public Task PublishAsync(string group, string name, EventData data, string? exceptSocketId = null) =>
        _app.Services.GetRequiredService<IChannelPublisher<ChannelHub>>().PublishAsync(new ChannelEvent
        {
            Group = group,
            Name = name,
            Data = data,
            ExceptSocketId = exceptSocketId,
        }).AsTask();

    public async ValueTask DisposeAsync()
    {
        foreach (ChannelHubClient client in _clients)
        {
            await client.Connection.DisposeAsync();
        }

        await _app.StopAsync().WaitAsync(TestClient.Patience);
        await _app.DisposeAsync();
    }
}
