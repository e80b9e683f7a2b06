// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using Bridge.SockJS.Sessions;
using Bridge.SockJS.TestHost;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;

namespace Bridge.SockJS.Tests.Sessions;

/// <summary>Guessing ids, and opening sessions that nobody uses.</summary>
public sealed class SessionIdTests
{
    [Fact]
    public async Task MinSessionIdLength_ShorterId_IsNotFoundExceptForWebSockets()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MinSessionIdLength = 8 });
        Assert.Equal(404, (await server.PostAsync("/probe/0/abcdefg/xhr")).Status);
        Assert.Equal(404, (await server.GetAsync("/probe/0/abcdefg/eventsource")).Status);
        Assert.Equal(200, (await server.PostAsync("/probe/0/abcdefgh/xhr")).Status);
        Assert.Equal(404, (await server.PostAsync("/probe/0/abcdefg/xhr_send", "[]")).Status);
        using ClientWebSocket socket = await server.ConnectAsync("/probe/0/abcdefg/websocket");
    }

    /// <summary>Ids are compared as they are sent: an escaped dot is none, and no other spelling of an id means the same.</summary>
    [Fact]
    public async Task Id_WithAnEscapedDot_IsAnIdOfItsOwn()
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Equal("o\n", await (await server.PostAsync("/echo/%2e/a%2eb/xhr")).ReadBodyAsync());
        Assert.Equal(404, (await server.PostAsync("/echo/0/a.b/xhr_send", "[]")).Status);
        Assert.Equal(404, (await server.PostAsync("/echo/0/a%2Eb/xhr_send", "[]")).Status);
        Assert.Equal(204, (await server.PostAsync("/echo/0/a%2eb/xhr_send", """["x"]""")).Status);
        Assert.Equal("a[\"x\"]\n", await (await server.PostAsync("/echo/0/a%2eb/xhr")).ReadBodyAsync());
        Assert.Equal("o\n", await (await server.PostAsync("/echo/0/%2e%2e/xhr")).ReadBodyAsync());
    }

    [Theory]
    [InlineData(256, 200)]
    [InlineData(257, 404)]
    public async Task Id_LongerThanTheLimit_IsNotFound(int length, int status)
    {
        await using TestServer server = await TestServer.StartAsync();
        Assert.Equal(status, (await server.PostAsync($"/echo/0/{new string('a', length)}/xhr")).Status);
        Assert.Equal(status, (await server.PostAsync($"/echo/{new string('a', length)}/b/xhr")).Status);
    }

    [Fact]
    public async Task MaxSessionsPerAddress_OneMore_IsRefusedUntilOneIsGone()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { MaxSessionsPerAddress = 2 });
        Assert.Equal(200, (await server.PostAsync("/probe/0/a/xhr")).Status);
        Assert.Equal(200, (await server.PostAsync("/probe/0/b/xhr")).Status);
        Assert.Equal(503, (await server.PostAsync("/probe/0/c/xhr")).Status);
        Assert.Equal(204, (await server.PostAsync("/probe/0/a/xhr_send", "[]")).Status);
        server.Time.Advance(TimeSpan.FromSeconds(5));
        server.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("o\n", await (await server.PostAsync("/probe/0/c/xhr")).ReadBodyAsync());
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.2", false)]
    [InlineData("10.0.0.1", "::ffff:10.0.0.1", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    public void Of_TwoAddresses_AreOneClientInOneNetwork(string one, string other, bool expected) =>
        Assert.Equal(expected, ClientAddress.Of(IPAddress.Parse(one)) == ClientAddress.Of(IPAddress.Parse(other)));

    [Fact]
    public async Task TenThousandUnopenedSessions_OthersWork_AndAllAreGoneAfterTheDelays()
    {
        const int Count = 10_000;
        await using TestServer server = await StartAsync(new SockJSOptions { MaxSessions = Count });
        using SocketsHttpHandler handler = new() { MaxConnectionsPerServer = 16 };
        using HttpClient client = new(handler) { BaseAddress = new Uri($"http://127.0.0.1:{server.Port}") };
        await Parallel.ForEachAsync(Enumerable.Range(0, Count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (number, canceled) =>
        {
            using HttpResponseMessage response = await client.PostAsync($"/probe/0/id{number}/xhr", null, canceled);
            Assert.Equal("o\n", await response.Content.ReadAsStringAsync(canceled));
        });

        Assert.Equal(503, (await server.PostAsync("/probe/0/one-more/xhr")).Status);
        Assert.Equal(204, (await server.PostAsync("/probe/0/id7/xhr_send", """["x"]""")).Status);
        Assert.Equal("a[\"x\"]\n", await (await server.PostAsync("/probe/0/id7/xhr")).ReadBodyAsync());
        Assert.Equal("o\n", await (await server.PostAsync("/echo/0/s/xhr")).ReadBodyAsync());

        server.Time.Advance(TimeSpan.FromSeconds(5));
        server.Time.Advance(TimeSpan.FromSeconds(5));
        for (int number = 0; number < 100; number++)
        {
            Assert.Equal("o\n", await (await server.PostAsync($"/probe/0/new{number}/xhr")).ReadBodyAsync());
        }

        Assert.Equal(404, (await server.PostAsync("/probe/0/id8/xhr_send", "[]")).Status);
        Assert.Empty(server.Warnings.Lines);
    }

    private static Task<TestServer> StartAsync(SockJSOptions options) =>
        TestServer.StartAsync(app => app.MapSockJS<EchoHandler>("/probe", options));
}
