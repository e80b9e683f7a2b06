// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Page;

/// <summary>The main job as a new user does it: the demo page in two tabs of a real browser.</summary>
[Collection(ServerCollection.Name)]
public sealed class DemoPageTests(ServerHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    // Each tab is two guests: one with a Pusher client, one with a SignalR client.
    private const int MembersOfTwoTabs = 4;

    [Fact]
    public async Task Chat_TwoTabs_GoesBothWaysBetweenTheClientKinds()
    {
        await using Browser browser = await Browser.StartAsync();
        IPage left = await browser.OpenAsync(Server);
        IPage right = await browser.OpenAsync(Server);
        try
        {
            foreach (IPage page in (IPage[])[left, right])
            {
                await Assertions.Expect(page.Locator("#pusher-state")).ToHaveTextAsync("connected");
                await Assertions.Expect(page.Locator("#signalr-state")).ToHaveTextAsync("connected");
                await Assertions.Expect(page.Locator("#pusher-members li")).ToHaveCountAsync(MembersOfTwoTabs);
                await Assertions.Expect(page.Locator("#signalr-members li")).ToHaveCountAsync(MembersOfTwoTabs);
            }

            await SayAsync(left, "pusher", "Hello from Pusher");
            await SayAsync(right, "signalr", "Hello from SignalR");
            foreach (IPage page in (IPage[])[left, right])
            {
                foreach (string column in (string[])["pusher", "signalr"])
                {
                    await Assertions.Expect(page.Locator($"#{column}-log")).ToContainTextAsync("Hello from Pusher");
                    await Assertions.Expect(page.Locator($"#{column}-log")).ToContainTextAsync("Hello from SignalR");
                }
            }

            await right.CloseAsync();
            await Assertions.Expect(left.Locator("#pusher-members li")).ToHaveCountAsync(MembersOfTwoTabs / 2);
            await Assertions.Expect(left.Locator("#signalr-members li")).ToHaveCountAsync(MembersOfTwoTabs / 2);
        }
        catch
        {
            await SaveScreenshotAsync(left, "left");
            await SaveScreenshotAsync(right, "right");
            throw;
        }
    }

    private static async Task SayAsync(IPage page, string column, string text)
    {
        await page.Locator($"#{column}-input").FillAsync(text);
        await page.Locator($"#{column}-send").ClickAsync();
    }

    private static async Task SaveScreenshotAsync(IPage page, string name)
    {
        if (!page.IsClosed)
        {
            string path = Path.Combine(Repository.InteropTests, "TestResults", $"demo-page-{name}.png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = path, FullPage = true });
        }
    }
}
