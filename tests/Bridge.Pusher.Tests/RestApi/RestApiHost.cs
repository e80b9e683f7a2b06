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

    private RestApiHost(WebApplication server, PusherApp app, FixedTimeProvider time, RecordingPublisher publisher, FixedQueries queries)
    {
        _server = server;
        App = app;
        Time = time;
        Publisher = publisher;
        Queries = queries;
    }

    public PusherApp App { get; }

    public FixedTimeProvider Time { get; }

    public RecordingPublisher Publisher { get; }

    public FixedQueries Queries { get; }

    public static async Task<RestApiHost> StartAsync(PusherApp app, Action<WebApplication>? configure = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var time = new FixedTimeProvider();
        var publisher = new RecordingPublisher();
        var queries = new FixedQueries();
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddPusherApps();
        builder.Services.Configure<PusherOptions>(options => options.Apps.Add(app));
        WebApplication server = builder.Build();
        configure?.Invoke(server);
        server.UseRouting();
        server.MapPusherRestApi(publisher, queries);
        await server.StartAsync().WaitAsync(Patience);
        return new RestApiHost(server, app, time, publisher, queries);
    }

    /// <summary>The query string that a library signs, without the signature.</summary>
    public string Query(byte[]? body, string? extra = null) => string.Join('&', new[]
        {
            $"auth_key={App.Key}",
            $"auth_timestamp={Time.Seconds}",
            "auth_version=1.0",
            body is null ? null : $"body_md5={Md5(body)}",
            extra,
        }.Where(part => part is not null).OrderBy(part => part, StringComparer.Ordinal));

    /// <summary>Signs and posts an event.</summary>
    public Task<RestAnswer> PublishAsync(string body) => PublishAsync(Encoding.UTF8.GetBytes(body));

    /// <summary>Signs and posts an event.</summary>
    public Task<RestAnswer> PublishAsync(byte[] body)
    {
        string path = $"/apps/{App.Id}/events";
        string query = Query(body);
        return SendAsync(HttpMethod.Post, $"{path}?{query}&auth_signature={Sign("POST", path, query)}", new ByteArrayContent(body));
    }

    /// <summary>Signs a request.</summary>
    public string Sign(string method, string path, string query) => PusherSignature.SignRequest(App.Secret, method, path, query);

    /// <summary>Sends a request whose target goes out exactly as it is given.</summary>
    public async Task<RestAnswer> SendAsync(HttpMethod method, string target, HttpContent? body = null)
    {
        string address = _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var uri = new Uri(address + target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, uri) { Content = body };
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

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what the protocol names.")]
    private static string Md5(byte[] body) => Convert.ToHexStringLower(MD5.HashData(body));
}
