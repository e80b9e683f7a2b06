// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Groups;
using Bridge.Core.Hubs;
using Bridge.Core.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>The echo hub behind a real Kestrel on a free loopback port, on a manual clock.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    public const string CertificateSubject = "CN=localhost";

    private const string RoundTrip = "Big 1";

    private readonly WebApplication _app;
    private readonly Channel<bool> _ended = Channel.CreateUnbounded<bool>();
    private readonly EchoServerSettings _settings;
    private long _writtenByServer;

    private EchoServer(Route route, EchoServerSettings settings)
    {
        Route = route;
        _settings = settings;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(Configure);
        builder.Services.AddSingleton<TimeProvider>(Time).AddSingleton(HubState).AddSingleton(new EchoDialect());
        builder.Services.AddSignalR().AddBridge(_ => { });
        builder.Services.Configure<DeliveryOptions>(options =>
        {
            options.DirectSocket = route != Route.Stream;
            options.QueueBytes = settings.QueueBytes;
        });
        _app = builder.Build();
        _app.Map("/echo", RunAsync);
        Meters = new MeterReading(_app.Services);
    }

    public Route Route { get; }

    public ManualTimeProvider Time { get; } = new();

    public EchoHubState HubState { get; } = new();

    public MeterReading Meters { get; }

    public Uri Uri { get; private set; } = null!;

    /// <summary>The bytes that connections got through the server's own output.</summary>
    public long WrittenByServer => Interlocked.Read(ref _writtenByServer);

    public HubRegistry Registry => _app.Services.GetRequiredService<HubChannels<EchoHub>>().Registry;

    public ConnectionMonitor Monitor => _app.Services.GetRequiredService<ConnectionMonitor>();

    public static async Task<EchoServer> StartAsync(Route route, EchoServerSettings? settings = null)
    {
        var server = new EchoServer(route, settings ?? new EchoServerSettings());
        await server._app.StartAsync().Within("the server to start");
        string address = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Uri = new Uri(address.Replace("http", "ws", StringComparison.Ordinal) + "/echo");
        return server;
    }

    /// <summary>Connects, and waits until the hub knows the connection and it is on the route's write path.</summary>
    public async Task<EchoClient> ConnectAsync()
    {
        long direct = Meters.Direct;
        EchoClient client = await EchoClient.ConnectAsync(Uri, Route);
        Assert.Equal(EchoSession.Greeting, await client.ReceiveAsync());
        if (Route == Route.Direct)
        {
            await Meters.WaitForDirectAsync(direct + 1);
        }

        await client.SendAsync(RoundTrip);
        Assert.Equal(1, (await client.ReceiveAsync()).Length);
        return client;
    }

    /// <summary>Does the same with bytes alone.</summary>
    public async Task<RawClient> ConnectRawAsync(int? receiveBufferBytes = null)
    {
        long direct = Meters.Direct;
        RawClient client = await RawClient.ConnectAsync(Uri, receiveBufferBytes);
        Assert.Equal(EchoSession.Greeting, (await client.ReadFrameAsync()).Text);
        if (Route == Route.Direct)
        {
            await client.AnswerPingAsync();
            await Meters.WaitForDirectAsync(direct + 1);
        }

        await client.SendTextAsync(RoundTrip);
        Assert.Single((await client.ReadFrameAsync()).Payload);

        return client;
    }

    /// <summary>Waits until this many further requests are over, with everything that they held.</summary>
    public async Task WaitForEndsAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _ended.Reader.ReadAsync().AsTask().Within($"the end of request {i + 1} of {count}");
        }
    }

    /// <summary>
    /// Moves the clock, but not before the delivery loops have done what they are at: a deadline that is set now counts from now.
    /// </summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        foreach (DialectMember member in Registry.Members.Cast<DialectMember>())
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            member.Outbox.Shard.Post(new SignalWork(reached));
            await reached.Task.Within("a delivery loop");
        }

        Time.Advance(by);
    }

    public Task StopAsync() => _app.StopAsync().Within("the server to stop");

    public async ValueTask DisposeAsync()
    {
        HubState.Release();
        await _app.DisposeAsync().AsTask().Within("the server to end");
        Meters.Dispose();
    }

    private async Task RunAsync(HttpContext context)
    {
        try
        {
            var endpoint = context.RequestServices.GetRequiredService<DialectWebSocketEndpoint<EchoHub>>();
            var options = new DialectConnectionOptions { KeepAlive = _settings.KeepAlive };
            await endpoint.RunAsync(
                context, context.RequestServices.GetRequiredService<EchoDialect>(), null, options,
                connection => new EchoSession(connection, HubState));
        }
        finally
        {
            _ended.Writer.TryWrite(true);
        }
    }

    private void Configure(KestrelServerOptions kestrel)
    {
        kestrel.Limits.MaxRequestBodySize = 1_000;
        kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = Route == Route.Http2 ? HttpProtocols.Http2 : HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                connection.Transport = new CountingTransport(connection.Transport, bytes => Interlocked.Add(ref _writtenByServer, bytes));
                return next(connection);
            });
            if (Route == Route.Tls)
            {
                listen.UseHttps(SelfSigned());
            }
        });
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest(CertificateSubject, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private sealed class SignalWork(TaskCompletionSource reached) : IShardWork
    {
        public void Execute() => reached.SetResult();
    }
}
