// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;

namespace Bridge.SockJS.Tests.Hixie76;

public sealed class Hixie76Tests
{
    private const string Token = "^n:ds[4U";
    private const string Answer = "8jKS'y:G*Co,Wxa-";

    private readonly ProbeHandler _handler = new();

    [Fact]
    public async Task Handshake_BeforeTheTokenHasCome_SendsTheHead()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(Request("/echo/000/x/websocket?a=%20b"));
        string head = await connection.ReadHeadAsync();
        Assert.StartsWith("HTTP/1.1 101 ", head);
        Assert.Contains("\r\nUpgrade: WebSocket\r\n", head);
        Assert.Contains("\r\nConnection: Upgrade\r\n", head);
        Assert.Contains("\r\nSec-WebSocket-Origin: http://page.example\r\n", head);
        Assert.Contains("\r\nSec-WebSocket-Location: ws://server.example/echo/000/x/websocket?a=%20b\r\n", head);
        Assert.DoesNotContain("Content-Length", head);

        await connection.SendAsync("aaaaaaaa");
        Assert.Equal("\u00ca4\0\u00d8\u00a5\bG\u0097,\u00d5qZ\u00ba\u00bfC{", await connection.ReadAsync(16));
    }

    [Theory]
    [InlineData("http://server.example/echo/000/x/websocket")]
    [InlineData("/echo/000/x/websocket")]
    public async Task Framed_TextAndClose_AreFramedAsInTheDraft(string target)
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawConnection connection = await ConnectAsync(server, target, afterToken: "\0[\"a\"]\xff\0\xff\0[]\xff\0[");
        Assert.Equal("\0o\xff", await connection.ReadAsync(3));
        Assert.Equal("\0a[\"a\"]\xff", await connection.ReadAsync(8));
        await connection.SendAsync("\"b\"]\xff");
        Assert.Equal("\0a[\"b\"]\xff", await connection.ReadAsync(8));
        await connection.SendAsync("\xff\0");
        Assert.Equal("\xff\0", await connection.ReadToEndAsync());
    }

    [Fact]
    public async Task Framed_ByteByByte_IsTheSame()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawConnection connection = await ConnectAsync(server, "/echo/0/x/websocket");
        Assert.Equal("\0o\xff", await connection.ReadAsync(3));
        foreach (char character in "\0[\"\xc3\xa9\"]\xff")
        {
            await connection.SendAsync(character.ToString());
        }

        Assert.Equal("\0a[\"\xc3\xa9\"]\xff", await connection.ReadAsync(9));
    }

    [Fact]
    public async Task Raw_Text_ComesBackAsItIs()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawConnection connection = await ConnectAsync(server, "/echo/websocket", afterToken: "\0hello\xff");
        Assert.Equal("\0hello\xff", await connection.ReadAsync(7));
        string large = new('x', 100_000);
        await connection.SendAsync($"\0{large}\xff");
        Assert.Equal($"\0{large}\xff", await connection.ReadAsync(large.Length + 2));
    }

    [Fact]
    public async Task Framed_CloseByTheHandler_IsACloseFrameAndTheEnd()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawConnection connection = await ConnectAsync(server, "/close/0/x/websocket");
        const string Frames = "\0o\xff\0c[3000,\"Go away!\"]\xff\xff\0";
        Assert.Equal(Frames, await connection.ReadAsync(Frames.Length));
        await connection.SendAsync("\xff\0");
        Assert.Equal(string.Empty, await connection.ReadToEndAsync());
    }

    [Theory]
    [InlineData("\0[\"\xff")]
    [InlineData("\0[1]\xff")]
    [InlineData("\x80\x01x")]
    [InlineData("\xff\x01")]
    [InlineData("x")]
    [InlineData("\0\"12345678901\"\xff")]
    [InlineData("\0xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    public async Task Framed_BadInput_EndsTheConnection(string input)
    {
        await using TestServer server = await StartAsync(new SockJSOptions { Hixie76 = true, MaxMessageBytes = 10 });
        using RawConnection connection = await ConnectAsync(server, "/probe/0/x/websocket", input);
        ConnectionContext handled = await _handler.NextAsync();
        await ProbeHandler.ClosedAsync(handled);

        // The end of a text that has none yet, and a close.
        await connection.SendAsync("\xff\xff\0");
        await connection.ReadToEndAsync();
        Assert.Empty(server.Warnings.Lines);
    }

    [Fact]
    public async Task Raw_InvalidUtf8_EndsTheConnection()
    {
        await using TestServer server = await StartAsync(new SockJSOptions { Hixie76 = true });
        using RawConnection connection = await ConnectAsync(server, "/probe/websocket", "\0\xc3\xff");
        await ProbeHandler.ClosedAsync(await _handler.NextAsync());
        Assert.Equal("\xff\0", await connection.ReadAsync(2));
    }

    [Fact]
    public async Task Handshake_TokenNeverComes_EndsTheConnection()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        int timers = server.Time.ArmedTimerCount;
        await connection.SendAsync(Request("/echo/0/x/websocket") + "1234567");
        await connection.ReadHeadAsync();
        while (server.Time.ArmedTimerCount == timers)
        {
            // Until the server waits for the token.
            await Task.Yield();
        }

        server.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(string.Empty, await connection.ReadToEndAsync());
        Assert.Empty(server.Warnings.Lines);
    }

    [Fact]
    public async Task Handshake_ClientGoneBeforeTheToken_IsNoErrorOfTheServer()
    {
        await using TestServer server = await TestServer.StartAsync();
        using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(Request("/echo/0/x/websocket"));
        await connection.ReadHeadAsync();
        connection.Reset();
        await server.StopAsync().Within("the server's end");
        Assert.Empty(server.Warnings.Lines);
    }

    [Theory]
    [InlineData("/echo/0/x/websocket", "Sec-WebSocket-Key1: 123\r\nSec-WebSocket-Key2: 1 2\r\nOrigin: http://a\r\n")]
    [InlineData("/echo/0/x/websocket", "Sec-WebSocket-Key1: 1 2\r\nSec-WebSocket-Key2: 1  3\r\nOrigin: http://a\r\n")]
    [InlineData("/echo/websocket", "Sec-WebSocket-Key1: 1 2\r\nOrigin: http://a\r\n")]
    [InlineData("/echo/websocket", "Sec-WebSocket-Key1: 1 2\r\nSec-WebSocket-Key2: 1 2\r\n")]
    [InlineData("/off/0/x/websocket", "Sec-WebSocket-Key1: 1 2\r\nSec-WebSocket-Key2: 1 2\r\nOrigin: http://a\r\n")]
    [InlineData("/off/websocket", "Sec-WebSocket-Key1: 1 2\r\nSec-WebSocket-Key2: 1 2\r\nOrigin: http://a\r\n")]
    public async Task Handshake_MalformedOrSwitchedOff_IsRefused(string target, string headers)
    {
        await using TestServer server = await TestServer.StartAsync(app => app.MapSockJS("/off", _handler.Use));
        using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: WebSocket\r\n{headers}\r\n");
        Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadHeadAsync());
    }

    private static string Request(string target) => $"""
        GET {target} HTTP/1.1
        Host: server.example
        Connection: Upgrade
        Upgrade: WebSocket
        Origin: http://page.example
        Sec-WebSocket-Key1: 4 @1  46546xW%0l 1 5
        Sec-WebSocket-Key2: 12998 5 Y3 1  .P00


        """.ReplaceLineEndings("\r\n");

    private static async Task<RawConnection> ConnectAsync(TestServer server, string target, string afterToken = "")
    {
        RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync(Request(target));
        await connection.ReadHeadAsync();
        await connection.SendAsync(Token + afterToken);
        Assert.Equal(Answer, await connection.ReadAsync(Answer.Length));
        return connection;
    }

    private Task<TestServer> StartAsync(SockJSOptions options) =>
        TestServer.StartAsync(app => app.MapSockJS("/probe", _handler.Use, options));
}
