// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;
using Microsoft.Playwright;

namespace Bridge.Interop.Tests.Page;

/// <summary>Debian's Chromium, which tests/install.sh sees to, with a profile of its own for each run.</summary>
internal sealed class Browser : IAsyncDisposable
{
    // Without these a machine that is cut off from the internet has it try, again and again, to reach its maker.
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",

        // A page that a test makes up comes from no address: Chromium would ask before it may reach this machine.
        "--disable-features=LocalNetworkAccessChecks",
    ];

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    public static async Task<Browser> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout((float)Deadline.Default.TotalMilliseconds);
        string chromium = Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .First(File.Exists);
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = Arguments });
        return new Browser(playwright, browser);
    }

    /// <summary>Opens an address in a window that shares nothing with the others.</summary>
    /// <param name="address">The address.</param>
    /// <param name="prepare">What to do before, or null.</param>
    public async Task<IPage> OpenAsync(Uri address, Func<IPage, Task>? prepare = null)
    {
        IBrowserContext context = await _browser.NewContextAsync();
        IPage page = await context.NewPageAsync();
        await (prepare?.Invoke(page) ?? Task.CompletedTask);
        await page.GotoAsync(address.ToString());
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
