// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using System.Text;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.Roaming;

/// <summary>Three nodes without sticky sessions: each request of a SockJS session goes to another one.</summary>
[Collection(nameof(RedisCollection))]
public sealed class SockJSRoamingTests(RedisFixture redis) : IAsyncLifetime
{
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

    [Theory]
    [InlineData("/echo")]
    [InlineData("/pusher")]
    public async Task Polling_EachRequestAtAnotherNode_IsOneSession(string service)
    {
        RoamingNode[] nodes = [_a, _b, _c];
        string session = NewSession(service);
        Assert.Equal((HttpStatusCode.OK, "o\n"), await _a.PostAsync($"{session}/xhr"));
        for (int i = 0; i < 12; i++)
        {
            Task<(HttpStatusCode, string)> poll = nodes[i % 3].PostAsync($"{session}/xhr");
            Assert.Equal(HttpStatusCode.NoContent, (await nodes[(i + 1) % 3].PostAsync($"{session}/xhr_send", $"[\"{i}\"]")).Status);
            Assert.Equal((HttpStatusCode.OK, $"a[\"{i}\"]\n"), await poll);
        }

        Assert.Equal([1, 0, 0], nodes.Select(node => node.Sessions.Begun));
    }

    [Theory]
    [InlineData("xhr_streaming")]
    [InlineData("eventsource")]
    [InlineData("htmlfile?c=cb")]
    public async Task Streaming_FromAnotherNode_ComesAsItIsSent(string transport)
    {
        string session = NewSession();
        await _a.PostAsync($"{session}/xhr");
        HttpMethod method = transport == "xhr_streaming" ? HttpMethod.Post : HttpMethod.Get;
        using HttpResponseMessage stream = await _b.SendAsync(method, $"{session}/{transport}");
        using var body = new StreamReader(await stream.Content.ReadAsStreamAsync());
        for (int i = 0; i < 3; i++)
        {
            await _c.PostAsync($"{session}/xhr_send", $"[\"text {i}\"]");
            await ReadUntilAsync(body, $"text {i}");
        }

        Assert.Equal("no", stream.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
    }

    [Fact]
    public async Task Jsonp_EachRequestAtAnotherNode_IsOneSession()
    {
        string session = NewSession();
        using HttpResponseMessage open = await _a.SendAsync(HttpMethod.Get, $"{session}/jsonp?c=cb");
        Assert.Contains("o", await open.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, "ok"), await _b.PostAsync($"{session}/jsonp_send", "[\"x\"]"));
        using HttpResponseMessage poll = await _c.SendAsync(HttpMethod.Get, $"{session}/jsonp?c=cb");
        Assert.Equal("""/**/cb("a[\"x\"]");""" + "\r\n", await poll.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Open_AtAllNodesAtOnce_OneOfThemHasTheSession()
    {
        for (int round = 0; round < 20; round++)
        {
            string session = NewSession();
            await Task.WhenAll(_a.PostAsync($"{session}/xhr"), _b.PostAsync($"{session}/xhr"), SendLaterAsync(session));
        }

        Assert.Equal(20, _a.Sessions.Begun + _b.Sessions.Begun);

        // What lets the second request end, which waits for a message.
        async Task SendLaterAsync(string session)
        {
            while ((await _c.PostAsync($"{session}/xhr_send", "[\"x\"]")).Status != HttpStatusCode.NoContent)
            {
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Send_NoSuchSession_Is404()
    {
        (HttpStatusCode status, string body) = await _a.PostAsync($"{NewSession()}/xhr_send", "[\"x\"]");
        Assert.Equal((HttpStatusCode.NotFound, "404 Error: Page not found\n"), (status, body));
        Assert.Equal(0, _a.Sessions.Begun + _b.Sessions.Begun + _c.Sessions.Begun);
    }

    [Fact]
    public async Task Stream_ClientBreaksOff_OwnerHearsIt()
    {
        string session = NewSession();
        await _a.PostAsync($"{session}/xhr");
        HttpResponseMessage stream = await _b.SendAsync(HttpMethod.Post, $"{session}/xhr_streaming");
        stream.Dispose();
        await _a.Sessions.WaitForEndAsync();
    }

    [Fact]
    public async Task Stream_ClientReadsLate_GetsEverythingInOrder()
    {
        const int Count = 5_000;
        string session = NewSession();
        await _a.PostAsync($"{session}/xhr");
        using HttpResponseMessage stream = await _b.SendAsync(HttpMethod.Post, $"{session}/xhr_streaming");
        await _c.PostAsync($"{session}/xhr_send", $"[\"flood {Count}\", \"end\"]");

        // The sender's next message is taken only when the flood is through: until then nobody has read anything.
        using var body = new StreamReader(await stream.Content.ReadAsStreamAsync());
        string all = await ReadUntilAsync(body, "\"end\"");
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            at = all.IndexOf($"{i:D6}...", at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"Message {i} is missing.");
        }
    }

    [Fact]
    public async Task Send_LargeBody_Is413AndTheSessionStays()
    {
        string session = NewSession();
        await _a.PostAsync($"{session}/xhr");
        string large = $"[\"{new string('x', 100_000)}\"]";
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _b.PostAsync($"{session}/xhr_send", large)).Status);

        Task<(HttpStatusCode, string Body)> poll = _c.PostAsync($"{session}/xhr");
        await _b.PostAsync($"{session}/xhr_send", "[\"small\"]");
        Assert.Equal("a[\"small\"]\n", (await poll).Body);
    }

    [Fact]
    public async Task Send_BodyWithoutEnd_Is413()
    {
        string session = NewSession();
        await _a.PostAsync($"{session}/xhr");
        using var client = new TcpClient();
        await client.ConnectAsync(_b.Address.Host, _b.Address.Port);
        NetworkStream stream = client.GetStream();
        string chunk = $"2710\r\n{new string('x', 10_000)}\r\n";
        string head = $"POST {session}/xhr_send HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head + string.Concat(Enumerable.Repeat(chunk, 11))));
        using var answer = new StreamReader(stream);
        Assert.Equal("HTTP/1.1 413 Payload Too Large", await answer.ReadLineAsync().Within("the answer"));
    }

    private static string NewSession(string service = "/echo") => $"{service}/000/{Guid.NewGuid():N}";

    private static async Task<string> ReadUntilAsync(StreamReader body, string text)
    {
        var read = new StringBuilder();
        char[] buffer = new char[64 * 1024];
        while (!read.ToString(Math.Max(0, read.Length - buffer.Length - text.Length), Math.Min(read.Length, buffer.Length + text.Length)).Contains(text, StringComparison.Ordinal))
        {
            int count = await body.ReadAsync(buffer.AsMemory()).AsTask().Within($"'{text}' after {read.Length} characters");
            Assert.NotEqual(0, count);
            read.Append(buffer, 0, count);
        }

        return read.ToString();
    }
}
