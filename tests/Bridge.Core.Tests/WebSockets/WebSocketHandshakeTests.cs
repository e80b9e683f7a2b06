// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Core.Tests.WebSockets;

public sealed class WebSocketHandshakeTests
{
    // The example of RFC 6455, section 1.3.
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";

    private readonly DefaultHttpContext _context = new();
    private readonly ConnectionFeature _feature = new();

    public WebSocketHandshakeTests()
    {
        _context.Features.Set<IHttpUpgradeFeature>(_feature);
        _context.Request.Method = "GET";
        _context.Request.Headers.Connection = "Upgrade";
        _context.Request.Headers.Upgrade = "websocket";
        _context.Request.Headers.SecWebSocketVersion = "13";
        _context.Request.Headers.SecWebSocketKey = Key;
    }

    [Fact]
    public async Task AcceptAsync_ExampleOfTheRfc_GivesItsAnswer()
    {
        Assert.True(WebSocketHandshake.IsRequested(_context));
        Assert.Same(_feature.Stream, await WebSocketHandshake.AcceptAsync(_context, subprotocol: null));

        Assert.Equal("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", _context.Response.Headers.SecWebSocketAccept);
        Assert.Equal("websocket", _context.Response.Headers.Upgrade);
        Assert.Equal("Upgrade", _context.Response.Headers.Connection);
        Assert.True(string.IsNullOrEmpty(_context.Response.Headers.SecWebSocketProtocol));
    }

    [Theory]
    [InlineData("keep-alive, Upgrade", "websocket", true)]
    [InlineData("UPGRADE", "WebSocket", true)]
    [InlineData("keep-alive,\tupgrade ", "h2c, websocket", true)]
    [InlineData("keep-alive", "websocket", false)]
    [InlineData("Upgrade", "h2c", false)]
    [InlineData("Upgrade", "websockets", false)]
    [InlineData("", "", false)]
    public void IsRequested_TokensInLists_AreFound(string connection, string upgrade, bool expected)
    {
        _context.Request.Headers.Connection = connection;
        _context.Request.Headers.Upgrade = upgrade;

        Assert.Equal(expected, WebSocketHandshake.IsRequested(_context));
    }

    [Fact]
    public void IsRequested_HeadersTwice_AreOneList()
    {
        _context.Request.Headers.Connection = new(["keep-alive", "Upgrade"]);

        Assert.True(WebSocketHandshake.IsRequested(_context));
    }

    [Fact]
    public void IsRequested_Post_IsFalse()
    {
        _context.Request.Method = "POST";

        Assert.False(WebSocketHandshake.IsRequested(_context));
    }

    [Fact]
    public void IsRequested_ServerCannotUpgrade_IsFalse()
    {
        _feature.IsUpgradableRequest = false;

        Assert.False(WebSocketHandshake.IsRequested(_context));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ=")]
    [InlineData("dGhlIHNhbXBsZSBub25jZQ===")]
    [InlineData("dGhlIHNhbXBsZSBub25jZT12")]
    [InlineData("!GhlIHNhbXBsZSBub25jZQ==")]
    [InlineData("dGhlIHNhbXBsZSBub2  jZQ==")]
    public async Task AcceptAsync_MissingOrWrongKey_IsRefused(string? key)
    {
        _context.Request.Headers.SecWebSocketKey = key;

        Assert.Null(await WebSocketHandshake.AcceptAsync(_context, subprotocol: null));
        Assert.Equal(400, _context.Response.StatusCode);
        Assert.False(_feature.IsAccepted);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("8")]
    [InlineData("13, 8")]
    public async Task AcceptAsync_MissingOrWrongVersion_IsRefusedWithTheRightOne(string? version)
    {
        _context.Request.Headers.SecWebSocketVersion = version;

        Assert.Null(await WebSocketHandshake.AcceptAsync(_context, subprotocol: null));
        Assert.Equal(400, _context.Response.StatusCode);
        Assert.Equal("13", _context.Response.Headers.SecWebSocketVersion);
        Assert.False(_feature.IsAccepted);
    }

    [Theory]
    [InlineData("echo", true)]
    [InlineData("other, echo", true)]
    [InlineData("echo,other", true)]
    [InlineData("other", false)]
    [InlineData("echo2", false)]
    [InlineData("ECHO", false)]
    [InlineData(null, false)]
    public async Task AcceptAsync_Subprotocol_IsChosenOnlyWhenOffered(string? offered, bool isChosen)
    {
        _context.Request.Headers.SecWebSocketProtocol = offered;

        Assert.NotNull(await WebSocketHandshake.AcceptAsync(_context, "echo"));
        Assert.Equal(isChosen ? "echo" : string.Empty, _context.Response.Headers.SecWebSocketProtocol.ToString());
    }

    [Fact]
    public async Task AcceptAsync_ExtendedConnect_NeedsNoKey()
    {
        var http2 = new DefaultHttpContext();
        http2.Features.Set<IHttpExtendedConnectFeature>(_feature);
        http2.Request.Method = "CONNECT";
        http2.Request.Headers.SecWebSocketVersion = "13";
        http2.Request.Headers.SecWebSocketProtocol = "echo";

        Assert.True(WebSocketHandshake.IsRequested(http2));
        Assert.Same(_feature.Stream, await WebSocketHandshake.AcceptAsync(http2, "echo"));
        Assert.Equal("echo", http2.Response.Headers.SecWebSocketProtocol);
        Assert.False(http2.Response.Headers.ContainsKey("Upgrade"));
        Assert.False(http2.Response.Headers.ContainsKey("Sec-WebSocket-Accept"));
    }

    [Fact]
    public void IsRequested_ExtendedConnectForSomethingElse_IsFalse()
    {
        var http2 = new DefaultHttpContext();
        _feature.Protocol = "webtransport";
        http2.Features.Set<IHttpExtendedConnectFeature>(_feature);

        Assert.False(WebSocketHandshake.IsRequested(http2));
    }

    private sealed class ConnectionFeature : IHttpUpgradeFeature, IHttpExtendedConnectFeature
    {
        public MemoryStream Stream { get; } = new();

        public bool IsAccepted { get; private set; }

        public bool IsUpgradableRequest { get; set; } = true;

        public bool IsExtendedConnect => true;

        public string? Protocol { get; set; } = "websocket";

        public Task<Stream> UpgradeAsync() => Accept();

        public ValueTask<Stream> AcceptAsync() => new(Accept());

        private Task<Stream> Accept()
        {
            IsAccepted = true;
            return Task.FromResult<Stream>(Stream);
        }
    }
}
