// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;

namespace Bridge.SockJS.Tests.Http;

public sealed class CookieTests
{
    private readonly ProbeHandler _handler = new();

    [Theory]
    [InlineData(false, "JSESSIONID=dummy; path=/")]
    [InlineData(true, "JSESSIONID=dummy; path=/; SameSite=None; Secure")]
    public async Task Cookie_CrossSite_GoesWithTheRequestsOfOtherSites(bool isCrossSite, string expected)
    {
        SockJSOptions options = new() { JSessionId = true, CrossSiteJSessionId = isCrossSite };
        await using TestServer server = await TestServer.StartAsync(app => app.MapSockJS("/probe", _handler.Use, options));
        Assert.Equal(expected, (await server.PostAsync("/probe/0/s/xhr"))["Set-Cookie"]);
        Assert.Equal(expected, (await server.PostAsync("/probe/0/s/xhr_send", "[]"))["Set-Cookie"]);
        Assert.Equal(expected, (await server.SendAsync("OPTIONS", "/probe/0/s/xhr"))["Set-Cookie"]);
    }
}
