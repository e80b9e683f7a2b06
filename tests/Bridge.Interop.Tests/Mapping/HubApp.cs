// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Mapping;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Mapping;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>
/// An app with a hub of its own, native clients at <c>/hub</c>, and the real JavaScript clients for it. A cookie says who they are
/// (<see cref="TestAuthentication"/>).
/// </summary>
internal sealed class HubApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly NodeDriver _node = NodeDriver.Start();

    private HubApp(WebApplication app) => _app = app;

    public IServiceProvider Services => _app.Services;

    private Uri Address => new(_app.Urls.First());

    /// <summary>Starts the app.</summary>
    /// <typeparam name="THub">Its hub.</typeparam>
    public static async Task<HubApp> StartAsync<THub>(
        Action<HubMapBuilder> map, Action<ISignalRServerBuilder>? signalR = null, Action<WebApplicationBuilder>? configure = null)
        where THub : Hub
    {
        var app = new PusherApp(TestApp.Id, TestApp.Key, TestApp.Secret);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        TestAuthentication.Add(builder);
        configure?.Invoke(builder);
        ISignalRServerBuilder signalRBuilder = builder.Services.AddSignalR();
        signalR?.Invoke(signalRBuilder);
        signalRBuilder.AddBridge(bridge => bridge.AddPusher(pusher => pusher.Apps.Add(app)).ForHub<THub>(map));

        WebApplication server = builder.Build();
        server.MapHub<THub>("/hub");
        server.MapBridge<THub>();
        await server.StartAsync().WithinDeadline("the application should have started");
        return new HubApp(server);
    }

    /// <summary>@microsoft/signalr, connected.</summary>
    public Task<NodeHubClient> ConnectHubAsync(string? user, params string[] events) =>
        NodeHubClient.ConnectAsync(_node, new Uri(Address, "/hub"), events, CookieOf(user));

    /// <summary>pusher-js, connected.</summary>
    public async Task<PusherTestClient> ConnectPusherAsync(string? user, params string[] events)
    {
        PusherTestClient client = await CreatePusherAsync(user, accessToken: null, events);
        await client.ConnectAsync();
        return client;
    }

    /// <summary>pusher-js that is still connecting.</summary>
    public Task<PusherTestClient> CreatePusherAsync(string? user, string? accessToken, params string[] events) =>
        PusherTestClient.CreateAsync(_node, OptionsOf("pusher", user, events, accessToken), $"pusher-js of {user ?? accessToken ?? "nobody"}");

    /// <summary>pusher-js that tells which of its binds get an event, connected.</summary>
    public Task<BindingTestClient> ConnectBindingAsync(string? user, params string[] events) =>
        BindingTestClient.ConnectAsync(_node, OptionsOf("binding", user, events));

    /// <summary>Pusher's server library.</summary>
    public Task<RestClient> ConnectRestAsync() => RestClient.CreateAsync(_node, Address);

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _app.DisposeAsync();
    }

    private object OptionsOf(string kind, string? user, string[] events, string? accessToken = null) => new
    {
        kind,
        version = 8,
        host = Address.Host,
        port = Address.Port,
        app = TestApp.Options,
        cookie = CookieOf(user),
        accessToken,
        events,
    };

    private static string? CookieOf(string? user) => user is null ? null : $"user={user}";
}
