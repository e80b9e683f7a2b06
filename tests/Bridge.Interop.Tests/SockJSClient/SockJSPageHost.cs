// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Page;
using Bridge.SockJS.TestHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;

namespace Bridge.Interop.Tests.SockJSClient;

/// <summary>A browser, the services with a page on the same origin, and the same page on another one.</summary>
public sealed class SockJSPageHost : IAsyncLifetime
{
    private readonly List<WebApplication> _apps = [];
    private Browser _browser = null!;
    private Uri _pageElsewhere = null!;

    /// <summary>Where the services are.</summary>
    public Uri Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await StartAsync(hasServices: true);
        _pageElsewhere = await StartAsync(hasServices: false);
        _browser = await Browser.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        foreach (WebApplication app in _apps)
        {
            await app.DisposeAsync();
        }
    }

    /// <summary>Opens the page, on the origin of the services or on another one.</summary>
    public Task<IPage> OpenAsync(bool crossOrigin) => _browser.OpenAsync(crossOrigin ? _pageElsewhere : Server);

    private async Task<Uri> StartAsync(bool hasServices)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();

        // The script of the iframes: the page's version, and no CDN.
        builder.Configuration["Bridge:SockJS:ClientUrl"] = "/sockjs.js";
        builder.Services.AddTestServices();
        WebApplication app = builder.Build();
        _apps.Add(app);
        app.MapGet("/", () => Results.File(Path.Combine(Repository.InteropTests, "javascript", "sockjs-page.html"), "text/html"));
        app.MapGet("/sockjs.js", () => Results.File(
            Path.Combine(Repository.InteropTests, "node_modules", "sockjs-client", "dist", "sockjs.js"), "text/javascript"));
        if (hasServices)
        {
            app.MapTestServices();
        }

        await app.StartAsync();
        return new Uri(app.Urls.First());
    }
}
