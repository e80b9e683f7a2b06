// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Apps;
using Bridge.Pusher.Tests.RestApi;

namespace Bridge.Pusher.Tests.AuthEndpoints;

/// <summary>The auth endpoint as a script, for old clients across origins.</summary>
public sealed class JsonpTests : IAsyncLifetime
{
    private const string Auth = "/pusher/auth";

    private AuthEndpointHost _host = null!;

    public async Task InitializeAsync() => _host = await AuthEndpointHost.StartAsync(TestApps.Documented(), AuthEndpointHost.DemoWithJsonp);

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Get_Jsonp_AnswersAScriptThatCallsTheCallback() =>
        Assert.Equal(
            new RestAnswer(
                200,
                "text/javascript",
                "/**/Pusher.auth_callbacks['1']({\"auth\":\"278d425bdf160c739803:58df8b0c36d6982b82c3ecf6b4662e34fe8c25bba48f5369f135bf843651c3a4\"});"),
            await _host.GetAsync(Auth + "?callback=Pusher.auth_callbacks%5B%271%27%5D&socket_id=1234.1234&channel_name=private-foobar"));

    [Theory]
    [InlineData("")]
    [InlineData("alert(1)")]
    [InlineData("a;b")]
    [InlineData("<script>")]
    [InlineData("a%0Ab")]
    public async Task Get_CallbackThatCouldDoMore_IsRefused(string callback) =>
        Assert.Equal(400, (await _host.GetAsync($"{Auth}?callback={callback}&socket_id=1.1&channel_name=private-a")).Status);

    [Fact]
    public async Task Get_JsonpIsOff_IsNotAllowed()
    {
        await using AuthEndpointHost host = await AuthEndpointHost.StartAsync(TestApps.Documented(), AuthEndpointHost.Demo);

        Assert.Equal(405, (await host.GetAsync(Auth + "?callback=f&socket_id=1.1&channel_name=private-a")).Status);
    }

    [Theory]
    [InlineData(null, 403)]
    [InlineData("https://evil.example/?https://shop.example", 403)]
    [InlineData("https://shop.example.evil/", 403)]
    [InlineData("https://shop.example/cart?x=1", 200)]
    public async Task Get_JsonpOfAnotherPage_IsForbidden(string? referer, int status)
    {
        PusherApp app = TestApps.Documented();
        app.AllowedOrigins.Add("https://shop.example");
        await using AuthEndpointHost host = await AuthEndpointHost.StartAsync(app, AuthEndpointHost.DemoWithJsonp);

        RestAnswer answer = await host.GetAsync($"{Auth}?callback=f&socket_id=1.1&channel_name=private-a", referer);

        Assert.Equal(status, answer.Status);
    }
}
