// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Bridge.Redis.Tests.Backplane;
using Bridge.Redis.Tests.Servers;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Bridge.Redis.Tests.Roaming;

/// <summary>SignalR's own transports on nodes without sticky sessions.</summary>
[Collection(nameof(RedisCollection))]
public sealed class HubRoamingTests(RedisFixture redis) : IAsyncLifetime
{
    private const string Handshake = "{\"protocol\":\"json\",\"version\":1}\u001e";
    private const string Invocation = "{\"type\":1,\"invocationId\":\"1\",\"target\":\"Echo\",\"arguments\":[\"hello\"]}\u001e";
    private const string Completion = "{\"type\":3,\"invocationId\":\"1\",\"result\":\"hello\"}\u001e";

    private readonly string _farm = Guid.NewGuid().ToString("N");
    private RoamingNode _a = null!, _b = null!, _c = null!;

    public async Task InitializeAsync()
    {
        _a = await RoamingNode.StartAsync(redis.Configuration, _farm);
        _b = await RoamingNode.StartAsync(redis.Configuration, _farm);
        _c = await RoamingNode.StartAsync(redis.Configuration, _farm);
    }

    public async Task DisposeAsync()
    {
        await _c.DisposeAsync();
        await _b.DisposeAsync();
        await _a.DisposeAsync();
    }

    [Fact]
    public async Task LongPolling_EachRequestAtAnotherNode_InvokesTheHub()
    {
        string hub = $"/hub?id={await NegotiateAsync(_a)}";
        Assert.Equal((HttpStatusCode.OK, ""), await GetAsync(_b, hub));
        Assert.Equal(HttpStatusCode.OK, (await _c.PostAsync(hub, Handshake)).Status);
        Assert.Equal((HttpStatusCode.OK, "{}\u001e"), await GetAsync(_a, hub));
        await _b.PostAsync(hub, Invocation);
        Assert.Equal((HttpStatusCode.OK, Completion), await GetAsync(_c, hub));
        using HttpResponseMessage deleted = await _b.SendAsync(HttpMethod.Delete, hub);
        Assert.Equal(HttpStatusCode.Accepted, deleted.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _c.PostAsync(hub, Invocation)).Status);
    }

    [Fact]
    public async Task ServerSentEvents_FromAnotherNode_ComeAsTheyAreSent()
    {
        string hub = $"/hub?id={await NegotiateAsync(_a)}";
        using HttpResponseMessage events = await _b.SendAsync(HttpMethod.Get, hub, null, ("Accept", "text/event-stream"));
        Assert.Equal("text/event-stream", events.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await events.Content.ReadAsStreamAsync());
        await _c.PostAsync(hub, Handshake);
        Assert.Equal("data: {}\u001e", await NextDataAsync(lines));
        await _a.PostAsync(hub, Invocation);
        Assert.Equal("data: " + Completion, await NextDataAsync(lines));
    }

    [Fact]
    public async Task WebSocket_NegotiatedAtAnotherNode_InvokesTheHubAndCloses()
    {
        string token = await NegotiateAsync(_a);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{_b.Address.Authority}/hub?id={token}"), CancellationToken.None).Within("the WebSocket");
        await socket.SendAsync(Encoding.UTF8.GetBytes(Handshake), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal("{}\u001e", await ReceiveAsync(socket));
        await socket.SendAsync(Encoding.UTF8.GetBytes(Invocation), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal(Completion, await ReceiveAsync(socket));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the close");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task WebSocket_OverHttp2AtAnotherNode_InvokesTheHubAndCloses()
    {
        await using RoamingNode node = await RoamingNode.StartAsync(redis.Configuration, _farm, protocols: HttpProtocols.Http2);
        string token = await NegotiateAsync(_a);
        using var socket = new ClientWebSocket();
        socket.Options.HttpVersion = HttpVersion.Version20;
        socket.Options.HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        using var invoker = new HttpMessageInvoker(new SocketsHttpHandler());
        await socket.ConnectAsync(new Uri($"ws://{node.Address.Authority}/hub?id={token}"), invoker, CancellationToken.None).Within("the WebSocket");
        await socket.SendAsync(Encoding.UTF8.GetBytes(Handshake), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal("{}\u001e", await ReceiveAsync(socket));
        await socket.SendAsync(Encoding.UTF8.GetBytes(Invocation), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal(Completion, await ReceiveAsync(socket));
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).Within("the close");
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
    }

    [Fact]
    public async Task Request_OfANodeWithAnotherSecret_IsToldOnce()
    {
        await using RoamingNode other = await RoamingNode.StartAsync(redis.Configuration, _farm, secret: "the secret of another farm");
        string hub = $"/hub?id={await NegotiateAsync(_a)}";
        for (int i = 0; i < 3; i++)
        {
            await other.PostAsync(hub, Handshake);
        }

        Assert.Equal(1, _a.Log.Count("UnknownNode"));
        Assert.Contains("Bridge:Node:Secret", _a.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ForANodeThatCanNotBeReached_IsToldOnce()
    {
        await using RoamingNode far = await RoamingNode.StartAsync(
            redis.Configuration, _farm, new Uri($"http://127.0.0.1:{RedisServer.FreePort()}"));
        string hub = $"/hub?id={await NegotiateAsync(far)}";
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await _b.PostAsync(hub, Handshake)).Status);
        }

        Assert.Equal(1, _b.Log.Count("ForwardFailed"));
    }

    [Theory]
    [InlineData("~0123456789abcdef")]
    [InlineData("~")]
    [InlineData("~%00%0d%0a")]
    [InlineData("")]
    public async Task Request_ForANodeThatIsNone_IsWhatTheHubSaysOfUnknownConnections(string suffix)
    {
        using HttpResponseMessage answer = await _a.SendAsync(HttpMethod.Post, $"/hub?id=none{suffix}", new StringContent(""));
        Assert.Equal((HttpStatusCode.NotFound, "No Connection with that ID"), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("x")]
    public async Task Negotiate_WithoutAToken_StaysAsItIs(string version)
    {
        using HttpResponseMessage answer = await _a.SendAsync(HttpMethod.Post, $"/hub/negotiate?negotiateVersion={version}");
        Assert.DoesNotContain(_a.Id, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<string> NegotiateAsync(RoamingNode node)
    {
        (_, string body) = await node.PostAsync("/hub/negotiate?negotiateVersion=1");
        return JsonDocument.Parse(body).RootElement.GetProperty("connectionToken").GetString()!;
    }

    private static async Task<(HttpStatusCode, string)> GetAsync(RoamingNode node, string path)
    {
        using HttpResponseMessage answer = await node.SendAsync(HttpMethod.Get, path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string?> NextDataAsync(StreamReader lines)
    {
        while (true)
        {
            string? line = await lines.ReadLineAsync().Within("a line of the stream");
            if (line is null || line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return line;
            }
        }
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[1_000];
        WebSocketReceiveResult result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None).Within("a message");
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }
}
