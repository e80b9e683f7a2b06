// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Tests.RestApi;

/// <summary>The REST API of one app on a real Kestrel, and a client that signs like a server library.</summary>
internal sealed class RestApiHost : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication _server;
    private readonly HttpClient _client = new() { Timeout = Patience };

    private RestApiHost(WebApplication server, PusherApp app, FixedTimeProvider time)
    {
        _server = server;
        App = app;
        Time = time;
    }

    public PusherApp App { get; }

    public FixedTimeProvider Time { get; }

    public RecordingPublisher Publisher { get; } = new();

    public FixedQueries Queries { get; } = new();

    public RecordingUsers Users { get; } = new();

    public static async Task<RestApiHost> StartAsync(
        PusherApp app, Action<WebApplication>? configure = null, Action<PusherOptions>? options = null, ILoggerProvider? log = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace);
        if (log is not null)
        {
            builder.Logging.AddProvider(log);
        }

        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var time = new FixedTimeProvider();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSignalR().AddBridge(bridge => bridge.AddPusher(pusher =>
        {
            pusher.Apps.Add(app);
            options?.Invoke(pusher);
        }));
        WebApplication server = builder.Build();
        var host = new RestApiHost(server, app, time);
        configure?.Invoke(server);
        server.UseRouting();
        server.MapPusherRestApi(host.Publisher, host.Queries, host.Users);
        await server.StartAsync().WaitAsync(Patience);
        return host;
    }

    /// <summary>The query string that a library signs, without the signature.</summary>
    public string Query(byte[]? body, string? extra = null) => string.Join('&', new[]
        {
            $"auth_key={App.Key}",
            $"auth_timestamp={Time.Seconds}",
            "auth_version=1.0",
            body is null ? null : $"body_md5={Md5(body)}",
        }.Concat(extra?.Split('&') ?? []).Where(part => part is not null).OrderBy(part => part, StringComparer.Ordinal));

    /// <summary>Signs and posts an event.</summary>
    public Task<RestAnswer> PublishAsync(string body) => PublishAsync(Encoding.UTF8.GetBytes(body));

    /// <summary>Signs and posts an event.</summary>
    public Task<RestAnswer> PublishAsync(byte[] body) => PostAsync("/events", body);

    /// <summary>Signs and posts a body.</summary>
    /// <param name="resource">The path behind that of the app.</param>
    /// <param name="body">The body.</param>
    /// <param name="parameters">More parameters, as they are signed and sent.</param>
    /// <param name="idempotencyKey">Goes into the header.</param>
    public Task<RestAnswer> PostAsync(string resource, string body, string? parameters = null, string? idempotencyKey = null) =>
        PostAsync(resource, Encoding.UTF8.GetBytes(body), parameters, idempotencyKey);

    /// <inheritdoc cref="PostAsync(string, string, string?, string?)"/>
    public Task<RestAnswer> PostAsync(string resource, byte[] body, string? parameters = null, string? idempotencyKey = null)
    {
        var content = new ByteArrayContent(body);
        if (idempotencyKey is not null)
        {
            content.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return SendAsync(HttpMethod.Post, SignedTarget("POST", resource, Query(body, parameters)), content);
    }

    /// <summary>Signs and posts a body, and gives the answer as it came.</summary>
    public Task<HttpResponseMessage> PostForResponseAsync(string resource, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        return _client.PostAsync(AddressOf(SignedTarget("POST", resource, Query(bytes))), new ByteArrayContent(bytes));
    }

    /// <summary>Signs and asks.</summary>
    /// <param name="resource">The path behind that of the app.</param>
    /// <param name="parameters">The parameters, as they are signed and sent.</param>
    public Task<RestAnswer> GetAsync(string resource, string? parameters = null) =>
        SendAsync(HttpMethod.Get, SignedTarget("GET", resource, Query(null, parameters)));

    /// <summary>Signs a request.</summary>
    public string Sign(string method, string path, string query) => PusherSignature.SignRequest(App.Secret, method, path, query);

    /// <summary>Sends a request whose target goes out exactly as it is given.</summary>
    public async Task<RestAnswer> SendAsync(HttpMethod method, string target, HttpContent? body = null)
    {
        using var request = new HttpRequestMessage(method, AddressOf(target)) { Content = body };
        using HttpResponseMessage response = await _client.SendAsync(request);

        // Simple clients read a body by its length; every answer tells it.
        Assert.NotEqual(true, response.Headers.TransferEncodingChunked);
        return new RestAnswer(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    private Uri AddressOf(string target)
    {
        string address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new Uri(address + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    private string SignedTarget(string method, string resource, string query)
    {
        string path = $"/apps/{App.Id}{resource}";
        return $"{path}?{query}&auth_signature={Sign(method, path, query)}";
    }

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol names.")]
    private static string Md5(byte[] body) => Convert.ToHexStringLower(MD5.HashData(body));
}
