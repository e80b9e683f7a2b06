// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests;

/// <summary>
/// What every set of interop tests needs: clients of all kinds on one server. Each set is written once and runs against
/// every <see cref="BridgeHost"/>.
/// </summary>
public abstract class InteropTests(BridgeHost host, ITestOutputHelper output) : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _clients = [];
    private IRunningServer _server = null!;
    private int _serverLogStart;
    private int _nodeLogStart;

    /// <summary>How the server is configured.</summary>
    protected virtual ServerSettings Settings => ServerSettings.Standard;

    protected Uri Server => _server.Address;

    /// <summary>The back end of the tested application.</summary>
    protected RestClient Rest { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _server = await host.GetAsync(Settings);
        _serverLogStart = _server.Log.Length;
        _nodeLogStart = host.Node.Log.Length;
        Rest = await RestClient.CreateAsync(host.Node, _server.BackEndAddress);
    }

    public async Task DisposeAsync()
    {
        try
        {
            for (int i = _clients.Count - 1; i >= 0; i--)
            {
                await _clients[i].DisposeAsync();
            }
        }
        finally
        {
            output.WriteLine(_server.Log.Since(_serverLogStart));
            output.WriteLine(host.Node.Log.Since(_nodeLogStart));
        }
    }

    /// <summary>A back end with other credentials.</summary>
    protected Task<RestClient> CreateRestAsync(object app) => RestClient.CreateAsync(host.Node, _server.BackEndAddress, app);

    /// <summary>A channel that no other test knows.</summary>
    protected static string NewChannel(string prefix = "") => prefix + Guid.NewGuid().ToString("N");

    /// <summary>A user that no other test knows.</summary>
    protected static TestUser NewUser(string name) => new($"{name}-{Guid.NewGuid():N}", name);

    /// <summary>Connects a client, which the end of the test disposes.</summary>
    /// <param name="kind">What client.</param>
    /// <param name="address">The server, when it is not to be reached directly.</param>
    protected async Task<ITestClient> ConnectAsync(ClientKind kind, Uri? address = null)
    {
        if (!kind.IsSignalR())
        {
            return await ConnectPusherAsync(kind, address);
        }

        var hub = new Uri(address ?? Server, "/hub");
        IHubLink link = kind == ClientKind.SignalRJs ? await NodeHubLink.CreateAsync(host.Node, hub) : new DotNetHubLink(hub);
        HubTestClient client = Owned(new HubTestClient(link, kind.ToString()));
        await link.ConnectAsync();
        return client;
    }

    /// <inheritdoc cref="ConnectAsync"/>
    private protected async Task<PusherTestClient> ConnectPusherAsync(ClientKind kind, Uri? address = null)
    {
        PusherTestClient client = await CreatePusherAsync(kind, address ?? Server, TestApp.Options);
        await client.ConnectAsync();
        return client;
    }

    /// <summary>Makes a Pusher client that is still connecting.</summary>
    /// <param name="kind">What client.</param>
    /// <param name="address">The server.</param>
    /// <param name="app">The credentials, as <see cref="TestApp.Options"/>.</param>
    /// <param name="endpoints">Whom the server's auth endpoints are told the user is; null to sign without them.</param>
    private protected async Task<PusherTestClient> CreatePusherAsync(
        ClientKind kind, Uri address, object app, TestUser? endpoints = null)
    {
        int version = kind switch { ClientKind.PusherJs4 => 4, ClientKind.PusherJs7 => 7, _ => 8 };
        string transport = kind switch
        {
            ClientKind.PusherJsStreaming => "xhr_streaming",
            ClientKind.PusherJsPolling => "xhr_polling",
            _ => "ws",
        };
        return await CreatePusherAsync(kind == ClientKind.Echo ? "echo" : "pusher", version, transport, address, app, endpoints);
    }

    /// <summary>Makes a client of pusher-js that is still connecting.</summary>
    /// <param name="version">The major version of pusher-js.</param>
    /// <param name="transport">The one transport that it may use.</param>
    /// <param name="address">The server.</param>
    /// <param name="endpoints">Whom the server's auth endpoints are told the user is.</param>
    /// <param name="app">The credentials; those of <see cref="TestApp.Options"/> when left out.</param>
    private protected Task<PusherTestClient> CreatePusherAsync(
        int version, string transport, Uri address, TestUser endpoints, object? app = null) =>
        CreatePusherAsync("pusher", version, transport, address, app ?? TestApp.Options, endpoints);

    private async Task<PusherTestClient> CreatePusherAsync(
        string kind, int version, string transport, Uri address, object app, TestUser? endpoints)
    {
        var options = new
        {
            kind,
            version,
            transport,
            host = address.Host,
            port = address.Port,
            app,
            endpoints,
            events = (string[])[.. TestEvents.OfApplication, TestEvents.HubEvent],
        };
        return Owned(await PusherTestClient.CreateAsync(host.Node, options, $"{kind} {version} over {transport}"));
    }

    /// <summary>Opens a bare WebSocket on the Pusher endpoint.</summary>
    private protected async Task<RawSocket> OpenSocketAsync(
        string query = "protocol=7&client=test&version=1.0", string key = TestApp.Key, params string[] subprotocols)
    {
        var url = new Uri($"ws://{Server.Authority}/app/{key}?{query}");
        return Owned(await RawSocket.ConnectAsync(host.Node, url, subprotocols));
    }

    private protected T Owned<T>(T client)
        where T : IAsyncDisposable
    {
        _clients.Add(client);
        return client;
    }
}
