// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>Connects the real clients.</summary>
internal static class FarmClients
{
    /// <summary>One client of each dialect and library.</summary>
    public static readonly ClientKind[] Kinds = [ClientKind.PusherJs, ClientKind.SignalRJs, ClientKind.SignalRDotNet];

    /// <summary>Every client over every transport that is a way of its own through the bridge.</summary>
    public static readonly ClientRoute[] Routes =
    [
        new("pusher-js ws", true, (driver, server) => ConnectPusherAsync(driver, "ws", server)),
        new("pusher-js xhr_streaming", false, (driver, server) => ConnectPusherAsync(driver, "xhr_streaming", server)),
        new("pusher-js xhr_polling", false, (driver, server) => ConnectPusherAsync(driver, "xhr_polling", server)),
        new("pusher-js sockjs", true, (driver, server) => ConnectPusherAsync(driver, "ws", server, "xhr-polling")),
        new("SignalR .NET", true, (driver, server) => ConnectAsync(driver, ClientKind.SignalRDotNet, server)),
        new("SignalR ws", true, (driver, server) => ConnectHubAsync(driver, null, WebSockets, server)),
        new("SignalR sse", true, (driver, server) => ConnectHubAsync(driver, null, ServerSentEvents, server)),
        new("SignalR polling", true, (driver, server) => ConnectHubAsync(driver, null, LongPolling, server)),
        new("sockjs-client websocket", true, (driver, server) => ConnectHubAsync(driver, "websocket", null, server)),
        new("sockjs-client xhr-streaming", true, (driver, server) => ConnectHubAsync(driver, "xhr-streaming", null, server)),
        new("sockjs-client xhr-polling", true, (driver, server) => ConnectHubAsync(driver, "xhr-polling", null, server)),
    ];

    /// <summary>Those that are one connection: with others a balancer sends requests to nodes that can't ask where a session is while they have no Redis.</summary>
    public static readonly ClientRoute[] OneConnection =
        [.. Routes.Where(route => route.Name is "pusher-js ws" or "SignalR .NET" or "sockjs-client websocket")];

    // As @microsoft/signalr numbers its transports.
    private const int WebSockets = 1;
    private const int ServerSentEvents = 2;
    private const int LongPolling = 4;

    /// <summary>Connects a client.</summary>
    /// <param name="driver">Where JavaScript clients live.</param>
    /// <param name="kind">What client.</param>
    /// <param name="server">A node, or nginx.</param>
    public static async Task<ITestClient> ConnectAsync(NodeDriver driver, ClientKind kind, Uri server)
    {
        if (kind.IsSignalR())
        {
            var hub = new Uri(server, "/hub");
            IHubLink link = kind == ClientKind.SignalRJs ? await NodeHubLink.CreateAsync(driver, hub) : new DotNetHubLink(hub);
            var client = new HubTestClient(link, $"{kind} at {server}");
            await link.ConnectAsync();
            return client;
        }

        return await ConnectPusherAsync(driver, "ws", server);
    }

    /// <summary>Connects pusher-js over one of its transports, or one of sockjs-client.</summary>
    private static async Task<ITestClient> ConnectPusherAsync(NodeDriver driver, string transport, Uri server, string? sockJSTransport = null)
    {
        var options = new
        {
            kind = "pusher", transport, sockJSTransport, host = server.Host, port = server.Port, app = TestApp.Options, events = TestEvents.OfApplication,
        };
        PusherTestClient pusher = await PusherTestClient.CreateAsync(driver, options, $"pusher-js over {sockJSTransport ?? transport} at {server}");
        await pusher.ConnectAsync();
        return pusher;
    }

    /// <summary>Connects a SignalR client over one transport of sockjs-client, or of its own.</summary>
    private static async Task<ITestClient> ConnectHubAsync(NodeDriver driver, string? sockJSTransport, int? transport, Uri server)
    {
        var hub = new Uri(server, sockJSTransport is null ? "/hub" : "/sockjs");
        NodeHubLink link = await NodeHubLink.CreateAsync(driver, hub, sockJSTransport, transport: transport);
        var client = new HubTestClient(link, $"SignalR over {sockJSTransport ?? $"{transport}"} at {server}");
        await link.ConnectAsync();
        return client;
    }
}
