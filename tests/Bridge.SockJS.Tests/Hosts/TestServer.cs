// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using Bridge.SockJS.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Bridge.SockJS.Tests.Hosts;

/// <summary>Kestrel on loopback with the services of the test host and those that a test adds. Its clock stands still.</summary>
public sealed class TestServer : IRawServer
{
    private readonly WebApplication _app;
    private readonly List<RawResponse> _responses = [];

    private TestServer(WebApplication app, ManualTimeProvider time, WarningLog warnings)
    {
        Warnings = warnings;
        _app = app;
        Time = time;
        Port = new Uri(app.Urls.First()).Port;
    }

    public int Port { get; }

    public ManualTimeProvider Time { get; }

    TimeProvider IRawServer.Clock => Time;

    public IServiceProvider Services => _app.Services;

    /// <summary>What the server has complained about.</summary>
    public WarningLog Warnings { get; }

    public static async Task<TestServer> StartAsync(Action<WebApplication>? map = null, Action<IServiceCollection>? configure = null, Action<ListenOptions>? listen = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, options => listen?.Invoke(options)));
        builder.Logging.ClearProviders();
        WarningLog warnings = new();
        builder.Logging.AddProvider(warnings);
        ManualTimeProvider time = new();
        builder.Services.AddTestServices();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(time));
        configure?.Invoke(builder.Services);
        WebApplication app = builder.Build();
        map?.Invoke(app);
        app.MapTestServices();
        await app.StartAsync();
        return new TestServer(app, time, warnings);
    }

    /// <summary>Sends a request on a connection of its own and reads the head of the answer.</summary>
    public async Task<RawResponse> SendAsync(string method, string target, string? body = null, params string[] headers)
    {
        RawResponse response = await RawResponse.SendAsync(Port, method, target, body, headers).Within($"the head of {method} {target}");
        _responses.Add(response);
        return response;
    }

    public Task<RawResponse> GetAsync(string target, params string[] headers) => SendAsync("GET", target, null, headers);

    public Task<RawResponse> PostAsync(string target, string body = "", params string[] headers) => SendAsync("POST", target, body, headers);

    /// <summary>Sends a poll and waits until the session has it. Nothing of its answer comes before its frame.</summary>
    public async Task<Task<RawResponse>> BeginPollAsync(string target, ConnectionContext session)
    {
        ISockJSFeature feature = session.Features.GetRequiredFeature<ISockJSFeature>();
        Time.Advance(TimeSpan.FromMilliseconds(1));
        Task<RawResponse> answer = PostAsync(target);
        await HearAsync(feature).Within($"the server to see {target}");
        return answer;
    }

    public async Task<ClientWebSocket> ConnectAsync(string path)
    {
        ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{Port}{path}"), CancellationToken.None).Within("the WebSocket");
        return socket;
    }

    public Task StopAsync() => _app.StopAsync();

    private static async Task HearAsync(ISockJSFeature session)
    {
        while (session.Silence > TimeSpan.Zero)
        {
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (RawResponse response in _responses)
        {
            response.Dispose();
        }

        await _app.DisposeAsync();
    }
}
