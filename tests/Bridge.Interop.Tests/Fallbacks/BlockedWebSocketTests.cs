// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Bridge.Interop.Tests.Page;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Fallbacks;

/// <summary>A real proxy that lets no WebSocket through, and clients that are not told so.</summary>
[Collection(ServerCollection.Name)]
public sealed class BlockedWebSocketTests(ServerHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private static readonly Uri OtherOrigin = new("http://localhost:4321");

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    public async Task PusherJs_WithAllItsTransports_FallsBackByItself(int version)
    {
        string channel = NewChannel("private-");
        NginxProxy proxy = Owned(await NginxProxy.StartAsync(Server));
        await using Browser browser = await Browser.StartAsync();
        await using PusherPage page = await PusherPage.OpenAsync(browser, OtherOrigin, proxy.Address, version);
        await page.StartAsync(proxy.Address, transport: null, TestUser.Ann);
        await page.WaitForStateAsync("connected");
        Assert.Equal("xhr_streaming", await page.TransportAsync());

        await page.SubscribeAsync(channel);
        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);

        Assert.Equal(Payload.Json, await page.NextAsync());
    }

    [Theory]
    [InlineData("", "xhr_streaming")]
    [InlineData("?transport=xhr_polling", "xhr_polling")]
    public async Task DemoPage_BehindTheProxy_ChatsWithASignalRClient(string query, string transport)
    {
        NginxProxy proxy = Owned(await NginxProxy.StartAsync(Server));
        ITestClient signalR = await ConnectAsync(ClientKind.SignalRDotNet);
        await signalR.SubscribeAsync("presence-demo", TestUser.Bob);
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(new Uri(proxy.Address, "/" + query));
        try
        {
            await Assertions.Expect(page.Locator("#pusher-state")).ToHaveTextAsync("connected");
            await Assertions.Expect(page.Locator("#pusher-transport")).ToHaveTextAsync($"over {transport}");
            await Assertions.Expect(page.Locator("#pusher-members")).ToContainTextAsync(TestUser.Bob.Name);

            await page.Locator("#pusher-input").FillAsync("Hello without WebSocket");
            await page.Locator("#pusher-send").ClickAsync();
            while (!(await signalR.NextAsync("presence-demo")).Data.Contains("Hello without WebSocket", StringComparison.Ordinal))
            {
                // Somebody came or left.
            }

            await signalR.TriggerAsync("presence-demo", TestEvents.ClientMessage, new { text = "Hello from SignalR" });
            await Assertions.Expect(page.Locator("#pusher-log")).ToContainTextAsync("Hello from SignalR");
            await page.Locator("#signalr-input").FillAsync("And from this page's SignalR client");
            await page.Locator("#signalr-send").ClickAsync();
            await Assertions.Expect(page.Locator("#pusher-log")).ToContainTextAsync("And from this page's SignalR client");
            await page.Locator("#pusher-frames").EvaluateAsync("frames => frames.closest('details').open = true");
            await Assertions.Expect(page.Locator("#pusher-frames")).ToContainTextAsync("Hello from SignalR");
        }
        finally
        {
            string path = Path.Combine(Repository.InteropTests, "TestResults", $"demo-page-without-websocket{query.Length}.png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
        }
    }
}
