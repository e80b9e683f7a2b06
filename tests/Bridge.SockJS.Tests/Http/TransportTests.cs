// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Tests.Conformance;
using Bridge.SockJS.Tests.Hosts;

namespace Bridge.SockJS.Tests.Http;

/// <summary>The bytes of each transport.</summary>
public abstract class TransportTests
{
    private const string NoCache = "no-store, no-cache, no-transform, must-revalidate, max-age=0";

    // Tests share the test host: each has sessions of its own.
    private readonly string _id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task Xhr_OpenSendPoll_GivesTheFrames()
    {
        await using IRawServer server = await StartAsync();
        RawResponse open = await server.PostAsync($"/echo/000/{_id}a%20b/xhr");
        Assert.Equal("application/javascript; charset=UTF-8", open["Content-Type"]);
        Assert.Equal(NoCache, open["Cache-Control"]);
        Assert.Equal("*", open["Access-Control-Allow-Origin"]);
        Assert.Equal("o\n", await open.ReadBodyAsync());

        RawResponse sent = await server.PostAsync($"/echo/999/{_id}a%20b/xhr_send", """["a","b\u0041"]""");
        Assert.Equal(204, sent.Status);
        Assert.Equal("text/plain; charset=UTF-8", sent["Content-Type"]);
        Assert.Equal(NoCache, sent["Cache-Control"]);

        string received = await (await server.PostAsync($"/echo/000/{_id}a%20b/xhr")).ReadBodyAsync();
        received += received.Contains("bA") ? "" : await (await server.PostAsync($"/echo/000/{_id}a%20b/xhr")).ReadBodyAsync();
        Assert.Equal("""a["a","bA"]""", received.Trim().Replace("\"]\na[\"", "\",\""));
    }

    [Fact]
    public async Task XhrStreaming_EachFrame_IsAChunk()
    {
        await using IRawServer server = await StartAsync();
        RawResponse stream = await server.PostAsync($"/echo/0/{_id}s/xhr_streaming");
        Assert.Equal("chunked", stream["Transfer-Encoding"]);
        Assert.Null(stream["Content-Length"]);
        Assert.Equal(new string('h', 2048) + "\n", await stream.ReadChunkAsync());
        Assert.Equal("o\n", await stream.ReadChunkAsync());
        await server.PostAsync($"/echo/0/{_id}s/xhr_send", """["x"]""");
        Assert.Equal("a[\"x\"]\n", await stream.ReadChunkAsync());
    }

    [Fact]
    public async Task XhrStreaming_ResponseLimit_EndsTheResponseOnly()
    {
        await using IRawServer server = await StartAsync();
        RawResponse stream = await server.PostAsync($"/echo/0/{_id}s/xhr_streaming");
        await stream.ReadChunkAsync();
        await stream.ReadChunkAsync();

        // "o" and a line end are two of the 4,096 bytes, and the frame around the text takes six: one byte less than the limit.
        string text = new('x', 4_087);
        await server.PostAsync($"/echo/0/{_id}s/xhr_send", $"[\"{text}\"]");
        Assert.Equal($"a[\"{text}\"]\n", await stream.ReadChunkAsync());
        await server.PostAsync($"/echo/0/{_id}s/xhr_send", """["y"]""");
        Assert.Equal("a[\"y\"]\n", await stream.ReadChunkAsync());
        Assert.Equal(string.Empty, await stream.ReadChunkAsync());

        await server.PostAsync($"/echo/0/{_id}s/xhr_send", """["z"]""");
        RawResponse next = await server.PostAsync($"/echo/0/{_id}s/xhr_streaming");
        await next.ReadChunkAsync();
        Assert.Equal("a[\"z\"]\n", await next.ReadChunkAsync());
    }

    [Fact]
    public async Task EventSource_Percent_IsEscaped()
    {
        await using IRawServer server = await StartAsync();
        RawResponse stream = await server.GetAsync($"/echo/0/{_id}e/eventsource", "Origin: http://a.example");
        Assert.Equal("text/event-stream", stream["Content-Type"]);
        Assert.Equal("http://a.example", stream["Access-Control-Allow-Origin"]);
        Assert.Equal("\r\n", await stream.ReadChunkAsync());
        Assert.Equal("data: o\r\n\r\n", await stream.ReadChunkAsync());
        await server.PostAsync($"/echo/0/{_id}e/xhr_send", """["100%\r\n"]""");
        Assert.Equal("data: a[\"100%25\\r\\n\"]\r\n\r\n", await stream.ReadChunkAsync());
    }

    [Fact]
    public async Task HtmlFile_Markup_StaysInTheString()
    {
        await using IRawServer server = await StartAsync();
        RawResponse stream = await server.GetAsync($"/echo/0/{_id}h/htmlfile?c=%63allback");
        Assert.Equal("text/html; charset=UTF-8", stream["Content-Type"]);
        string page = await stream.ReadChunkAsync();
        Assert.True(page.Length > 1024);
        Assert.EndsWith("\r\n\r\n", page);
        Assert.Contains("var c = parent.callback;\n", page);
        Assert.StartsWith("<!doctype html>\n<html><head>\n", page);
        Assert.EndsWith("</script>", page.Trim());
        Assert.Equal("<script>\np(\"o\");\n</script>\r\n", await stream.ReadChunkAsync());
        await server.PostAsync($"/echo/0/{_id}h/xhr_send", """["</script>"]""");
        Assert.Equal("<script>\np(\"a[\\\"\\u003c/script>\\\"]\");\n</script>\r\n", await stream.ReadChunkAsync());
    }

    [Fact]
    public async Task Jsonp_SendInEachForm_GivesTheFrames()
    {
        await using IRawServer server = await StartAsync();
        RawResponse open = await server.GetAsync($"/echo/0/{_id}j/jsonp?callback=cb");
        Assert.Equal("application/javascript; charset=UTF-8", open["Content-Type"]);
        Assert.Equal("nosniff", open["X-Content-Type-Options"]);
        Assert.Equal("/**/cb(\"o\");\r\n", await open.ReadBodyAsync());

        RawResponse sent = await server.PostAsync(
            $"/echo/0/{_id}j/jsonp_send", "i=1&d=%5B%22a%2Bb+c%22%5D", "Content-Type: application/x-www-form-urlencoded");
        Assert.Equal(200, sent.Status);
        Assert.Equal("text/plain; charset=UTF-8", sent["Content-Type"]);
        Assert.Equal("ok", await sent.ReadBodyAsync());
        Assert.Equal("/**/cb(\"a[\\\"a+b c\\\"]\");\r\n", await (await server.GetAsync($"/echo/0/{_id}j/jsonp?c=cb")).ReadBodyAsync());

        await server.PostAsync($"/echo/0/{_id}j/jsonp_send", """["%61bc"]""", "Content-Type: text/plain");
        Assert.Equal("/**/cb(\"a[\\\"%61bc\\\"]\");\r\n", await (await server.GetAsync($"/echo/0/{_id}j/jsonp?c=cb")).ReadBodyAsync());
    }

    [Theory]
    [InlineData("", "\"callback\" parameter required")]
    [InlineData("?c=", "\"callback\" parameter required")]
    [InlineData("?c=a%20b", "invalid \"callback\" parameter")]
    [InlineData("?c=a&c=b", "invalid \"callback\" parameter")]
    [InlineData("?c=%3Cscript%3E", "invalid \"callback\" parameter")]
    [InlineData("?c=abcdefghijklmnopqrstuvwxyz0123456", "invalid \"callback\" parameter")]
    public async Task Callback_Unusable_IsRefused(string query, string expected)
    {
        await using IRawServer server = await StartAsync();
        foreach (string transport in new[] { "htmlfile", "jsonp" })
        {
            RawResponse response = await server.GetAsync($"/echo/0/{_id}c/{transport}{query}");
            Assert.Equal(500, response.Status);
            Assert.Contains(expected, await response.ReadBodyAsync());
        }
    }

    [Theory]
    [InlineData("", 500, "Payload expected.")]
    [InlineData("[\"x", 500, "Broken JSON encoding.")]
    [InlineData("[\"x\"] [", 500, "Broken JSON encoding.")]
    [InlineData("\"x\"", 500, "Payload expected.")]
    [InlineData("{\"a\":\"b\"}", 500, "Payload expected.")]
    [InlineData("[1]", 500, "Payload expected.")]
    [InlineData("[null]", 500, "Payload expected.")]
    [InlineData("[[\"x\"]]", 500, "Payload expected.")]
    [InlineData("[]", 204, "")]
    public async Task XhrSend_EachBody_HasItsAnswer(string body, int status, string text)
    {
        await using IRawServer server = await StartAsync();
        await server.PostAsync($"/echo/0/{_id}x/xhr");
        RawResponse response = await server.PostAsync($"/echo/0/{_id}x/xhr_send", body, "Content-Type: application/octet-stream");
        Assert.Equal(status, response.Status);
        Assert.Equal(text, await response.ReadBodyAsync());

        await server.PostAsync($"/echo/0/{_id}x/xhr_send", """["still here"]""");
        Assert.Equal("a[\"still here\"]\n", await (await server.PostAsync($"/echo/0/{_id}x/xhr")).ReadBodyAsync());
    }

    [Fact]
    public async Task Send_UnknownSession_IsNotFoundAfterTheBodyWasChecked()
    {
        await using IRawServer server = await StartAsync();
        Assert.Equal(500, (await server.PostAsync($"/echo/0/{_id}u/xhr_send")).Status);
        Assert.Equal(404, (await server.PostAsync($"/echo/0/{_id}u/xhr_send", "[]")).Status);
        Assert.Equal(404, (await server.PostAsync($"/echo/0/{_id}u/jsonp_send", "[]")).Status);
    }

    protected abstract Task<IRawServer> StartAsync();

    public sealed class InProcess : TransportTests
    {
        protected override async Task<IRawServer> StartAsync() => await TestServer.StartAsync();
    }

    public sealed class OfTheTestHost(TestHostProcess host) : TransportTests, IClassFixture<TestHostProcess>
    {
        protected override Task<IRawServer> StartAsync() => Task.FromResult<IRawServer>(new SharedTestHost(host));
    }
}
