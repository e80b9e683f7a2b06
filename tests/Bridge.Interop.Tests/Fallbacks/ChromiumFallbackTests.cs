// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Bridge.Interop.Tests.Page;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Fallbacks;

/// <summary>Unmodified pusher-js of each major version in Chromium, on pages of the server's origin and of another one.</summary>
[Collection(ServerCollection.Name)]
public sealed class ChromiumFallbackTests(ServerHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    // Nobody listens there: the browser gets the page from the test.
    private static readonly Uri OtherOrigin = new("http://localhost:4321");

    public static TheoryData<int, string, bool> Clients
    {
        get
        {
            TheoryData<int, string, bool> clients = [];
            foreach (int version in (int[])[3, 4, 7, 8])
            {
                foreach (string transport in (string[])["ws", "xhr_streaming", "xhr_polling", "sockjs"])
                {
                    clients.Add(version, transport, false);
                    clients.Add(version, transport, true);
                }
            }

            return clients;
        }
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Chat_WithASignalRClient_GoesBothWays(int version, string transport, bool isOtherOrigin)
    {
        string channel = NewChannel("presence-");
        ITestClient signalR = await ConnectAsync(ClientKind.SignalRDotNet);
        await signalR.SubscribeAsync(channel, TestUser.Bob);
        await using Browser browser = await Browser.StartAsync();
        await using PusherPage page = await PusherPage.OpenAsync(browser, isOtherOrigin ? OtherOrigin : Server, Server, version);
        await page.StartAsync(Server, transport, TestUser.Ann);
        await page.WaitForStateAsync("connected");
        Assert.Equal(transport, await page.TransportAsync());

        await page.SubscribeAsync(channel);
        Assert.Equal(TestEvents.MemberAdded, (await signalR.NextAsync(channel)).Name);
        await signalR.TriggerAsync(channel, TestEvents.ClientMessage, Payload.Value);
        Assert.Equal(Payload.Json, await page.NextAsync());
        await page.TriggerAsync(channel, TestEvents.ClientMessage, "100% ü");
        Assert.Equal("\"100% ü\"", (await signalR.NextAsync(channel)).Data);
        await Rest.TriggerAsync(channel, TestEvents.Message, new string('x', 10_000));
        Assert.Equal(10_002, (await page.NextAsync()).Length);

        await page.DisposeAsync();
        Assert.Equal(TestEvents.Message, (await signalR.NextAsync(channel)).Name);
        Assert.Equal(TestEvents.MemberRemoved, (await signalR.NextAsync(channel)).Name);
    }

    [Theory]
    [InlineData(7, "ws")]
    [InlineData(7, "xhr_streaming")]
    [InlineData(7, "xhr_polling")]
    [InlineData(7, "sockjs")]
    [InlineData(8, "ws")]
    [InlineData(8, "xhr_streaming")]
    [InlineData(8, "xhr_polling")]
    [InlineData(8, "sockjs")]
    public async Task SignIn_MessagesToTheUser_ReachThePage(int version, string transport)
    {
        TestUser user = NewUser("ann");
        string channel = NewChannel("presence-");
        ITestClient signalR = await ConnectAsync(ClientKind.SignalRDotNet);
        await signalR.SubscribeAsync(channel, TestUser.Bob);
        await using Browser browser = await Browser.StartAsync();
        await using PusherPage page = await PusherPage.OpenAsync(browser, Server, Server, version);
        await page.StartAsync(Server, transport, user);
        await page.WaitForStateAsync("connected");

        Assert.Equal(user.Id, await page.SignInAsync());
        Assert.Equal(transport, await page.TransportAsync());
        await Rest.SendToUserAsync(user.Id, TestEvents.Message, Payload.Value);
        Assert.Equal(Payload.Json, await page.NextAsync());
        await page.SubscribeAsync(channel);
        ReceivedEvent joined = await signalR.NextAsync(channel);
        Assert.Equal(TestEvents.MemberAdded, joined.Name);
        Assert.Contains(user.Id, joined.Data);
    }

    [Theory]
    [InlineData("xhr_streaming")]
    [InlineData("xhr_polling")]
    [InlineData("sockjs")]
    public async Task Connect_UnknownKey_IsRefusedForGood(string transport)
    {
        await using Browser browser = await Browser.StartAsync();
        await using PusherPage page = await PusherPage.OpenAsync(browser, OtherOrigin, Server, 8);
        await page.StartAsync(Server, transport, TestUser.Ann, "no-such-key");
        await page.WaitForStateAsync("disconnected");
        int[] errors = await page.ErrorsAsync();
        Assert.Equal([4001], errors);
    }
}
