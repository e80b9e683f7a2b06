// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>Connects the real clients.</summary>
internal static class FarmClients
{
    /// <summary>What listens on every node.</summary>
    public static readonly ClientKind[] Kinds = [ClientKind.PusherJs, ClientKind.SignalRJs, ClientKind.SignalRDotNet];

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

    /// <summary>Connects pusher-js over one of its transports.</summary>
    public static async Task<ITestClient> ConnectPusherAsync(NodeDriver driver, string transport, Uri server)
    {
        var options = new
        {
            kind = "pusher", transport, host = server.Host, port = server.Port, app = TestApp.Options, events = TestEvents.OfApplication,
        };
        PusherTestClient pusher = await PusherTestClient.CreateAsync(driver, options, $"pusher-js over {transport} at {server}");
        await pusher.ConnectAsync();
        return pusher;
    }

    /// <summary>Connects a SignalR client over one transport of sockjs-client, or of its own.</summary>
    public static async Task<ITestClient> ConnectHubAsync(NodeDriver driver, string? sockJSTransport, int? transport, Uri server)
    {
        var hub = new Uri(server, sockJSTransport is null ? "/hub" : "/sockjs");
        NodeHubLink link = await NodeHubLink.CreateAsync(driver, hub, sockJSTransport, transport: transport);
        var client = new HubTestClient(link, $"SignalR over {sockJSTransport ?? $"{transport}"} at {server}");
        await link.ConnectAsync();
        return client;
    }
}
