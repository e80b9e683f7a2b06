// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Net;
using Bridge.Redis.Roaming;
using Bridge.Redis.Tests.Servers;
using Bridge.SockJS;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Tests.Roaming;

/// <summary>A node with a web server: SockJS services, a hub, and a page that says who asks.</summary>
internal sealed class RoamingNode : IAsyncDisposable
{
    public const string Secret = "the secret of the farm";

    private readonly WebApplication _app;

    private RoamingNode(WebApplication app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public string Id => _app.Services.GetRequiredService<NodeDirectory>().Self;

    public RecordedLog Log => _app.Services.GetServices<ILoggerProvider>().OfType<RecordedLog>().Single();

    /// <summary>The connections of the SockJS services.</summary>
    public SessionLog Sessions => _app.Services.GetRequiredService<SessionLog>();

    /// <summary>Starts a node.</summary>
    /// <param name="redis">The configuration of Redis.</param>
    /// <param name="farm">What sets the farm's keys apart.</param>
    /// <param name="address">Where it tells the others that it is; null for the truth.</param>
    /// <param name="secret">What it proves itself with.</param>
    /// <param name="protocols">What it speaks with its clients.</param>
    public static async Task<RoamingNode> StartAsync(
        string redis, string farm, Uri? address = null, string secret = Secret, HttpProtocols protocols = HttpProtocols.Http1)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols));
        builder.Logging.ClearProviders().AddProvider(new RecordedLog());
        builder.Services.AddSingleton<SessionLog>();
        builder.Services.AddSignalR()
            .AddBridge(_ => { })
            .AddBridgeRedis(redis, options => options.Prefix = farm)
            .AddBridgeRoaming(node => (node.Address, node.Secret) = (address?.ToString(), secret));
        WebApplication app = builder.Build();
        app.MapSockJS<EchoHandler>("/echo", new SockJSOptions { MaxMessageBytes = 100_000, ResponseLimit = int.MaxValue });
        app.MapSockJS<EchoHandler>("/pusher", new SockJSOptions { Client = SockJSClient.PusherHttp });
        app.MapHub<EchoHub>("/hub");
        app.MapGet("/who", (HttpContext context) => $"{context.Request.Scheme} {context.Connection.RemoteIpAddress}");
        await app.StartAsync().Within("the node to start");
        return new RoamingNode(app);
    }

    public Task StopAsync() => _app.StopAsync().Within("the node to stop");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>Sends a request without reading its answer's body.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body = null, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Within($"the head of {method} {path}");
    }

    /// <summary>Posts a text and gives back the status and the body of the answer.</summary>
    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path, string body = "")
    {
        using HttpResponseMessage answer = await SendAsync(HttpMethod.Post, path, new StringContent(body));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync().Within($"the body of {path}"));
    }

    internal sealed class EchoHub : Hub
    {
        [SuppressMessage("Performance", "CA1822", Justification = "Hub methods are methods of the instance.")]
        public string Echo(string text) => text;
    }
}
