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
}
