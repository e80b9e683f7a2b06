// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.TestHost;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;

namespace Bridge.SockJS.Tests.Http;

public sealed class InfoTests
{
    [Fact]
    public async Task Info_WithBaseUrlAndWithoutCors_TellsSo()
    {
        await using TestServer server = await TestServer.StartAsync(app =>
            app.MapSockJS<EchoHandler>("/elsewhere", new SockJSOptions { BaseUrl = "https://example.com/x", Cors = false }));
        RawResponse response = await server.GetAsync("/elsewhere/info");
        Assert.Null(response["Access-Control-Allow-Origin"]);
        string info = await response.ReadBodyAsync();
        Assert.Contains("\"base_url\":\"https://example.com/x\"", info);
        Assert.DoesNotContain("origins", info);
    }
}
