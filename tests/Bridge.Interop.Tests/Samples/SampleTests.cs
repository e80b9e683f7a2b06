// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Page;
using Microsoft.Playwright;

namespace Bridge.Interop.Tests.Samples;

/// <summary>The samples do what their READMEs say, with the real clients.</summary>
public sealed class SampleTests
{
    [Fact]
    public async Task ExistingApp_Before_SignalRClientsChat()
    {
        await using SampleApp app = await SampleApp.StartAsync("existing-app/before", "ExistingAppBefore.dll");
        NodeHubClient ann = await app.ConnectHubAsync("/chat", "ReceiveMessage");
        await ann.InvokeAsync("JoinRoom", "lobby");

        await ann.InvokeAsync("SendMessage", "lobby", "ann", "hello");

        Assert.Equal("""ReceiveMessage ["ann","hello"]""", await ann.NextAsync());
    }

    [Fact]
    public async Task ExistingApp_After_BothKindsOfClientsChat()
    {
        await using SampleApp app = await SampleApp.StartAsync("existing-app/after", "ExistingAppAfter.dll");
        NodeHubClient ann = await app.ConnectHubAsync("/chat", "ReceiveMessage");
        await using PusherTestClient bob = await app.ConnectPusherAsync("pusher", "new-message");
        await ann.InvokeAsync("JoinRoom", "lobby");
        await bob.SubscribeAsync("lobby");

        await ann.InvokeAsync("SendMessage", "lobby", "ann", "hello");
        Assert.Equal("""ReceiveMessage ["ann","hello"]""", await ann.NextAsync());
        Assert.Equal(new ReceivedEvent("lobby", "new-message", """{"user":"ann","text":"hello"}"""), await bob.NextAsync("lobby"));

        await bob.TriggerAsync("lobby", "client-message", new { user = "bob", text = "hi" });
        Assert.Equal("""ReceiveMessage ["bob","hi"]""", await ann.NextAsync());
        Assert.Equal(new ReceivedEvent("lobby", "new-message", """{"user":"bob","text":"hi"}"""), await bob.NextAsync("lobby"));

        string tooLong = new('x', 501);
        await bob.TriggerAsync("lobby", "client-message", new { user = "bob", text = tooLong });
        Assert.Equal(new ReceivedError(null, "A message has at most 500 characters."), await bob.NextErrorAsync());
        ClientException refusal = await Assert.ThrowsAsync<ClientException>(() => ann.InvokeAsync("SendMessage", "lobby", "ann", tooLong));
        Assert.EndsWith("A message has at most 500 characters.", refusal.Message, StringComparison.Ordinal);

        bob.AssertNothingOn("lobby");
    }

    [Fact]
    public async Task ExistingApp_TheHub_IsTheSameFileBeforeAndAfter()
    {
        string samples = Path.Combine(Repository.Root, "interop-samples", "existing-app");
        string before = await File.ReadAllTextAsync(Path.Combine(samples, "before", "ChatHub.cs"));
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(samples, "after", "ChatHub.cs")));

        // The README shows the change; it is the whole of it, and short.
        string[] readme = await File.ReadAllLinesAsync(Path.Combine(samples, "README.md"));
        string[] diff = [.. readme.SkipWhile(line => line != "```diff").Skip(1).TakeWhile(line => line != "```")];
        Assert.InRange(diff.Count(line => line.StartsWith('+') || line.StartsWith('-')), 1, 14);
        Assert.Equal(await ProgramAsync(samples, "before"), Side(diff, '-'));
        Assert.Equal(await ProgramAsync(samples, "after"), Side(diff, '+'));
    }

    [Fact]
    public async Task MixedChat_Page_BothColumnsHearBoth()
    {
        await using SampleApp app = await SampleApp.StartAsync("mixed-chat", "MixedChat.dll");
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(app.Address);
        ILocator pusher = page.Locator("#pusher");
        ILocator signalR = page.Locator("#signalr");

        await Assertions.Expect(pusher.Locator("button")).ToBeEnabledAsync();
        await Assertions.Expect(signalR.Locator("button")).ToBeEnabledAsync();

        await SayAsync(pusher, "from pusher");
        await Assertions.Expect(signalR.Locator("li")).ToHaveTextAsync(["pusher-js: from pusher"]);
        await SayAsync(signalR, "from signalr");
        await Assertions.Expect(pusher.Locator("li")).ToHaveTextAsync(["pusher-js: from pusher", "SignalR: from signalr"]);

        Assert.InRange((await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "interop-samples", "mixed-chat", "Program.cs"))).Length, 1, 60);
    }

    [Fact]
    public async Task LaravelEcho_Page_HearsThatTheOrderShips()
    {
        await using SampleApp app = await SampleApp.StartAsync("laravel-echo", "LaravelEcho.dll");
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(app.Address);

        // The button waits for the subscription, and the click for the button.
        await page.Locator("#ship").ClickAsync();

        await Assertions.Expect(page.Locator("#news li")).ToHaveTextAsync("Order 42 is on its way.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("xhr-polling")]
    [InlineData("iframe-eventsource")]
    public async Task SockJSSignalR_Page_TwoPagesHearEachOther(string transport)
    {
        await using SampleApp app = await SampleApp.StartAsync("sockjs-signalr", "SockJSSignalR.dll");
        await using Browser browser = await Browser.StartAsync();
        IPage page = await browser.OpenAsync(app.Address);
        IPage other = await browser.OpenAsync(app.Address);
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("connected");
        await Assertions.Expect(other.Locator("#state")).ToHaveTextAsync("connected");
        await page.Locator("#transport").SelectOptionAsync(transport);
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("connected");

        await other.Locator("#text").FillAsync("hello");
        await other.Locator("button").ClickAsync();
        await Assertions.Expect(page.Locator("#said li")).ToHaveTextAsync("guest: hello");
        await page.Locator("#name").FillAsync("ann");
        await page.Locator("#text").FillAsync("hi");
        await page.Locator("button").ClickAsync();

        await Assertions.Expect(other.Locator("#said li")).ToHaveTextAsync(["guest: hello", "ann: hi"]);
        string path = Path.Combine(Repository.InteropTests, "TestResults", $"sockjs-signalr-{transport}.png");
        await other.ScreenshotAsync(new PageScreenshotOptions { Path = path });
    }

    /// <summary>A column's button can be clicked when its client is in the room.</summary>
    private static async Task SayAsync(ILocator column, string text)
    {
        await column.Locator("input").FillAsync(text);
        await column.Locator("button").ClickAsync();
    }

    private static IEnumerable<string> Side(string[] diff, char sign) =>
        diff.Where(line => line.Length == 0 || line[0] == ' ' || line[0] == sign).Select(line => line.Length == 0 ? line : line[1..]);

    private static async Task<IEnumerable<string>> ProgramAsync(string samples, string side) =>
        (await File.ReadAllLinesAsync(Path.Combine(samples, side, "Program.cs"))).Skip(2);
}
