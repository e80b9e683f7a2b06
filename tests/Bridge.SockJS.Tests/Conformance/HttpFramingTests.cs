// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Tests.Hosts;

namespace Bridge.SockJS.Tests.Conformance;

/// <summary>HTTP itself, as the suites read it from the socket (SOCKJS section 10).</summary>
public sealed class HttpFramingTests(TestHostProcess host) : IClassFixture<TestHostProcess>
{
    private const string CloseFrame = "c[3000,\"Go away!\"]\n";

    private static readonly string Prelude = new string('h', 2048) + "\n";

    [Fact]
    public async Task Greeting_Http10_HasALengthAndNoTransferEncoding()
    {
        using RawConnection connection = await RawConnection.OpenAsync(host.Port);
        await connection.SendAsync("GET /echo HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
        string head = await connection.ReadHeadAsync();
        Assert.Contains(" 200 ", head);
        Assert.DoesNotContain("Transfer-Encoding", head);
        Assert.Contains("Content-Length: 19\r\n", head);
        Assert.Equal("Welcome to SockJS!\n", await connection.ReadAsync(19));
    }

    [Fact]
    public async Task Greeting_Http11_ConnectionTakesASecondRequest()
    {
        using RawConnection connection = await RawConnection.OpenAsync(host.Port);
        for (int i = 0; i < 2; i++)
        {
            await connection.SendAsync("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n");
            string head = await connection.ReadHeadAsync();
            Assert.StartsWith("HTTP/1.1 200 ", head);
            Assert.Contains("Content-Length: 19\r\n", head);
            Assert.DoesNotContain("Connection: close", head);
            Assert.Equal("Welcome to SockJS!\n", await connection.ReadAsync(19));
        }
    }

    [Fact]
    public async Task Streaming_Http10_IsRawBytesUntilTheConnectionEnds()
    {
        using RawConnection connection = await RawConnection.OpenAsync(host.Port);
        await connection.SendAsync($"POST {TestHostProcess.NewSession("close")}/xhr_streaming HTTP/1.0\r\nContent-Length: 0\r\n\r\n");
        string head = await connection.ReadHeadAsync();
        Assert.Contains(" 200 ", head);
        Assert.DoesNotContain("Transfer-Encoding", head);
        Assert.DoesNotContain("Content-Length", head);
        Assert.Equal($"{Prelude}o\n{CloseFrame}", await connection.ReadToEndAsync());
    }

    [Fact]
    public async Task Streaming_Http11_IsFourChunks()
    {
        using RawResponse response = await host.PostAsync(TestHostProcess.NewSession("close") + "/xhr_streaming");
        Assert.Equal("chunked", response["Transfer-Encoding"]);
        Assert.Null(response["Content-Length"]);
        Assert.Equal(Prelude, await response.ReadChunkAsync());
        Assert.Equal("o\n", await response.ReadChunkAsync());
        Assert.Equal(CloseFrame, await response.ReadChunkAsync());
        Assert.Equal(string.Empty, await response.ReadChunkAsync());
    }

    [Fact]
    public async Task Post_WithoutAnyLength_IsAnEmptyBody()
    {
        using RawResponse response = await host.SendAsync("POST", TestHostProcess.NewSession("echo") + "/xhr", null);
        Assert.Equal("o\n", await response.ReadChunkAsync());
    }

    [Fact]
    public async Task EventSource_EachFrame_IsAChunk()
    {
        string session = TestHostProcess.NewSession("echo");
        using RawResponse response = await host.GetAsync(session + "/eventsource");
        Assert.Equal("text/event-stream", response["Content-Type"]);
        Assert.Equal("\r\n", await response.ReadChunkAsync());
        Assert.Equal("data: o\r\n\r\n", await response.ReadChunkAsync());
        using RawResponse sent = await host.PostAsync(session + "/xhr_send", "[\"  \\u0000\\n\\r \"]");
        Assert.Equal("data: a[\"  \\u0000\\n\\r \"]\r\n\r\n", await response.ReadChunkAsync());
    }

    [Fact]
    public async Task HtmlFile_EachFrame_IsAChunk()
    {
        using RawResponse response = await host.GetAsync(TestHostProcess.NewSession("close") + "/htmlfile?c=callback");
        Assert.True((await response.ReadChunkAsync()).Length > 1024);
        Assert.Equal("<script>\np(\"o\");\n</script>\r\n", await response.ReadChunkAsync());
        Assert.Equal("<script>\np(\"c[3000,\\\"Go away!\\\"]\");\n</script>\r\n", await response.ReadChunkAsync());
        Assert.Equal(string.Empty, await response.ReadChunkAsync());
    }

    [Theory]
    [InlineData("xhr_streaming", "POST")]
    [InlineData("eventsource", "GET")]
    [InlineData("htmlfile?c=x", "GET")]
    public async Task ResponseLimit_FourKilobytes_EndsTheResponse(string transport, string method)
    {
        string session = TestHostProcess.NewSession("echo");
        using RawResponse response = await host.SendAsync(method, $"{session}/{transport}", method == "POST" ? "" : null);
        await response.ReadChunkAsync();
        await response.ReadChunkAsync();
        string message = new('x', 4096);
        using RawResponse sent = await host.PostAsync(session + "/xhr_send", $"[\"{message}\"]");
        Assert.Contains(message, await response.ReadChunkAsync());
        Assert.Equal(string.Empty, await response.ReadChunkAsync());
    }
}
