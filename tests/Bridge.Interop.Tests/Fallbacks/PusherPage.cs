// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Page;
using Microsoft.Playwright;

namespace Bridge.Interop.Tests.Fallbacks;

/// <summary>A page with an unmodified pusher-js in Chromium; javascript/pusher-page.js is the rest of it.</summary>
internal sealed class PusherPage : IAsyncDisposable
{
    private readonly IPage _page;
    private int _eventsTaken;

    private PusherPage(IPage page) => _page = page;

    /// <summary>Opens the page.</summary>
    /// <param name="browser">The browser.</param>
    /// <param name="origin">Where the page is: nobody need listen there.</param>
    /// <param name="bridge">The server.</param>
    /// <param name="version">The major version of pusher-js.</param>
    public static async Task<PusherPage> OpenAsync(Browser browser, Uri origin, Uri bridge, int version)
    {
        string library = version == 8 ? "pusher-js" : $"pusher-js-{version}";
        Uri address = new(origin, "/test-page/index.html");
        IPage page = await browser.OpenAsync(address, async page =>
        {
            await ServeAsync(page, new Uri(origin, "/test-page/pusher.js"), $"node_modules/{library}/dist/web/pusher.js");
            await ServeAsync(page, new Uri(origin, "/test-page/page.js"), "javascript/pusher-page.js");
            await page.RouteAsync(address.ToString(), route => route.FulfillAsync(new RouteFulfillOptions
            {
                ContentType = "text/html",
                Body = $"""
                    <!doctype html>
                    <title>pusher-js {version}</title>
                    <script src="{new Uri(bridge, "/8.6.0/sockjs.js")}"></script>
                    <script src="pusher.js"></script>
                    <script src="page.js"></script>
                    """,
            }));
        });
        return new PusherPage(page);
    }

    /// <summary>Makes the client.</summary>
    /// <param name="bridge">The server.</param>
    /// <param name="transport">The one transport that it may use; null for its own choice.</param>
    /// <param name="user">Whom the server's auth endpoint is told the user is.</param>
    /// <param name="key">The app's key.</param>
    public Task StartAsync(Uri bridge, string? transport, TestUser user, string key = TestApp.Key) => _page.EvaluateAsync(
        "options => test.start(options)",
        new { key, host = bridge.Host, port = bridge.Port, transport, user = new { id = user.Id, name = user.Name } });

    public Task WaitForStateAsync(string state) => WaitAsync($"test.state === '{state}'");

    public async Task SubscribeAsync(string channel)
    {
        string[] events = [TestEvents.Message, TestEvents.ClientMessage, TestEvents.Fence];
        await _page.EvaluateAsync("([name, events]) => test.subscribe(name, events)", new object[] { channel, events });
        await WaitAsync($"test.subscribed.includes('{channel}')");
    }

    /// <summary>Signs the user in; messages to the user are events from now on.</summary>
    /// <returns>Whom the server has signed in.</returns>
    public Task<string> SignInAsync() => _page.EvaluateAsync<string>("event => test.signIn(event)", TestEvents.Message);

    public Task TriggerAsync(string channel, string name, object data) =>
        _page.EvaluateAsync("([channel, name, data]) => test.trigger(channel, name, data)", new[] { channel, name, data });

    /// <summary>The data of the next event, as compact JSON.</summary>
    public async Task<string> NextAsync()
    {
        await WaitAsync($"test.events.length > {_eventsTaken}");
        return JsonElement.Parse(await _page.EvaluateAsync<string>($"test.events[{_eventsTaken++}]")).ToCompactString();
    }

    public Task<int[]> ErrorsAsync() => _page.EvaluateAsync<int[]>("test.errors");

    public Task<string> TransportAsync() => _page.EvaluateAsync<string>("test.transport()");

    public ValueTask DisposeAsync() => new(_page.Context.CloseAsync());

    private static Task ServeAsync(IPage page, Uri address, string file) => page.RouteAsync(
        address.ToString(),
        route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "text/javascript", Path = Path.Combine(Repository.InteropTests, file) }));

    private Task WaitAsync(string condition) => _page.WaitForFunctionAsync(
        $"() => {condition}", null, new PageWaitForFunctionOptions { Timeout = (float)Deadline.Default.TotalMilliseconds });
}
