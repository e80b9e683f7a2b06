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

/// <summary>The iframe page in Chromium, framed by a page of another site: its policy lets it do its work.</summary>
public sealed class IframeTests : IAsyncLifetime
{
    private const string Script = "/sockjs.min.js";

    private const string Echo = """
        ([url, transport]) => new Promise(resolve => {
          const socket = new SockJS(url, null, { transports: [transport] });
          socket.onopen = () => socket.send('100% <b>');
          socket.onmessage = ({ data }) => resolve(socket.transport + ': ' + data);
          socket.onclose = ({ code, reason }) => resolve(code + ' ' + reason);
        })
        """;

    private WebApplication _app = null!;
    private Browser _browser = null!;

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Configuration["Bridge:SockJS:ClientUrl"] = Script;
        builder.Services.AddTestServices();
        _app = builder.Build();
        _app.MapTestServices();
        string script = Path.Combine(Repository.InteropTests, "node_modules/sockjs-client/dist/sockjs.min.js");
        _app.MapGet(Script, () => Results.File(script, "text/javascript"));
        _app.MapGet("/page", () => Results.Text($"<!DOCTYPE html><script src=\"{Script}\"></script>", "text/html"));
        await _app.StartAsync();
        _browser = await Browser.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData("iframe-eventsource")]
    [InlineData("iframe-htmlfile")]
    [InlineData("iframe-xhr-polling")]
    public async Task Echo_FromAnotherSite_ComesBack(string transport)
    {
        Uri server = new(_app.Urls.First());

        // The same server by another name is another site.
        IPage page = await _browser.OpenAsync(new Uri($"http://localhost:{server.Port}/page"));
        List<string> complaints = [];
        page.Console += (_, message) => complaints.Add(message.Text);
        string answer = await page.EvaluateAsync<string>(Echo, new[] { $"{server}echo", transport }).WithinDeadline($"the echo over {transport}");
        Assert.Equal($"{transport}: 100% <b>", answer);
        Assert.DoesNotContain(complaints, text => text.Contains("Content Security Policy", StringComparison.Ordinal));
    }
}
