// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;

namespace Bridge.Farm.Tests.Sessions;

/// <summary>A node sends its clients to an address of its own: real clients ask at one address and go on at the other.</summary>
public sealed class HintTests
{
    /// <summary>sockjs-client takes the base_url of the answer to /info.</summary>
    [Fact]
    public async Task BaseUrl_SockJSClient_NeedsTheFirstAddressNoLonger()
    {
        var own = new Uri($"http://127.0.0.1:{Ports.Reserve()}");
        await using ListeningProcess server = await StartAsync(own, $"--Bridge:SockJS:BaseUrl={new Uri(own, "/sockjs")}");
        await using var line = new CuttableProxy(own);
        await using NodeDriver driver = NodeDriver.Start();
        await AssertLeavesAsync("sockjs-client xhr-polling", line, driver, own);
    }

    /// <summary>pusher-js takes the host of the frame that opens its session; the port stays.</summary>
    [Fact]
    public async Task FallbackHostName_PusherJs_NeedsTheFirstAddressNoLonger()
    {
        var own = new Uri($"http://127.0.0.2:{Ports.Reserve()}");
        await using ListeningProcess server = await StartAsync(own, $"--Bridge:FallbackHostName={own.Host}");
        await using var line = new CuttableProxy(own, own.Port);
        await using NodeDriver driver = NodeDriver.Start();
        await AssertLeavesAsync("pusher-js xhr_polling", line, driver, own);
    }

    private static async Task AssertLeavesAsync(string route, CuttableProxy line, NodeDriver driver, Uri own)
    {
        string channel = $"private-{Guid.NewGuid():N}";
        await using ITestClient client = await FarmClients.Routes.Single(one => one.Name == route).ConnectAsync(driver, line.Address);
        await client.SubscribeAsync(channel);
        await using ITestClient other = await FarmClients.ConnectAsync(driver, ClientKind.SignalRDotNet, own);
        await other.SubscribeAsync(channel);

        line.IsBroken = true;
        line.Cut();
        for (int i = 0; i < 3; i++)
        {
            await other.TriggerAsync(channel, TestEvents.ClientMessage, i);
            Assert.Equal($"{i}", (await client.NextAsync(channel)).Data);
            await client.TriggerAsync(channel, TestEvents.ClientMessage, -i);
            Assert.Equal($"{-i}", (await other.NextAsync(channel)).Data);
        }
    }

    private static Task<ListeningProcess> StartAsync(Uri address, string hint) => ServerProcess.StartAsync(
        Path.Combine("src", "Bridge.Server"), "Bridge.Server.dll", [$"--urls={address}", hint, "--Logging:LogLevel:Default=Information"]);
}
