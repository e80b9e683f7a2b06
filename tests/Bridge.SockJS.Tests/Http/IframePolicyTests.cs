// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text;
using Bridge.SockJS.TestHost;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;

namespace Bridge.SockJS.Tests.Http;

public sealed class IframePolicyTests
{
    [Theory]
    [InlineData("/lib/sockjs.min.js?v=1", "'self'")]
    [InlineData("//cdn.example/a/sockjs.js", "cdn.example/a/sockjs.js")]
    [InlineData("https://cdn.example:8443/sockjs-client@1/sockjs;x,y.js?v=1#2", "https://cdn.example:8443/sockjs-client@1/sockjs%3Bx%2Cy.js")]
    public async Task Iframe_ItsTwoScripts_AreAllAndMayRun(string clientUrl, string source)
    {
        await using TestServer server = await TestServer.StartAsync(app =>
            app.MapSockJS<EchoHandler>("/page", new SockJSOptions { ClientUrl = clientUrl }));
        RawResponse response = await server.GetAsync("/page/iframe.html");
        string page = await response.ReadBodyAsync();
        string inline = page.Split("<script>")[1].Split("</script>")[0];
        string hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline)));
        Assert.Equal(
            $"default-src 'none'; script-src 'sha256-{hash}' {source}; connect-src *; frame-src *; base-uri 'none'; form-action 'none'",
            response["Content-Security-Policy"]);
        Assert.Equal("nosniff", response["X-Content-Type-Options"]);
        Assert.Null(response["X-Frame-Options"]);
    }

    [Theory]
    [InlineData("/lib/sockjs.js", "/base/lib/sockjs.js")]
    [InlineData("//cdn.example/sockjs.js", "//cdn.example/sockjs.js")]
    [InlineData("https://cdn.example/sockjs.js", "https://cdn.example/sockjs.js")]
    public async Task Iframe_BelowAPathBase_FindsTheScriptsOfTheApp(string clientUrl, string expected)
    {
        await using TestServer server = await TestServer.StartAsync(app =>
        {
            app.UsePathBase("/base");
            app.UseRouting();
            app.MapSockJS<EchoHandler>("/page", new SockJSOptions { ClientUrl = clientUrl });
        });
        RawResponse response = await server.GetAsync("/base/page/iframe.html");
        Assert.Contains($"<script src=\"{expected}\"></script>", await response.ReadBodyAsync(), StringComparison.Ordinal);
        Assert.Equal(304, (await server.GetAsync("/base/page/iframe.html", $"If-None-Match: {response["ETag"]}")).Status);

        string withoutBase = await (await server.GetAsync("/page/iframe.html")).ReadBodyAsync();
        Assert.Contains($"<script src=\"{clientUrl}\"></script>", withoutBase, StringComparison.Ordinal);
    }
}
