// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Pusher.Apps;
using Bridge.Pusher.AuthEndpoints;
using Bridge.Pusher.Tests.RestApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.AuthEndpoints;

/// <summary>Both auth endpoints on a real Kestrel.</summary>
internal sealed class AuthEndpointHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication _server;
    private readonly HttpClient _client;

    private AuthEndpointHost(WebApplication server)
    {
        _server = server;
        _client = new HttpClient { BaseAddress = new Uri(server.Urls.Single()), Timeout = Patience };
    }

    public static async Task<AuthEndpointHost> StartAsync(PusherApp app, Action<PusherAuthOptions> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddSignalR().AddBridge(bridge => bridge.AddPusher(options => options.Apps.Add(app)));
        WebApplication server = builder.Build();
        server.MapPusherAuth(configure: configure);
        server.MapPusherUserAuth(configure: configure);
        await server.StartAsync().WaitAsync(Patience);
        return new AuthEndpointHost(server);
    }

    /// <summary>Signs everything for whoever the sender says to be.</summary>
    public static void Demo(PusherAuthOptions options) => (options.User, options.SignsAllChannels) = (DemoUsers.FromFields, true);

    /// <summary>The same, with scripts.</summary>
    public static void DemoWithJsonp(PusherAuthOptions options)
    {
        Demo(options);
        options.Jsonp = true;
    }

    public Task<RestAnswer> PostAsync(string path, params (string Name, string Value)[] fields) =>
        PostAsync(path, new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))));

    public async Task<RestAnswer> PostAsync(string path, HttpContent content)
    {
        using HttpResponseMessage response = await _client.PostAsync(new Uri(path, UriKind.Relative), content);
        return await AnswerAsync(response);
    }

    public async Task<RestAnswer> GetAsync(string target, string? referer = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(target, UriKind.Relative));
        request.Headers.Referrer = referer is null ? null : new Uri(referer);
        using HttpResponseMessage response = await _client.SendAsync(request);
        return await AnswerAsync(response);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private static async Task<RestAnswer> AnswerAsync(HttpResponseMessage response) => new(
        (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
}
