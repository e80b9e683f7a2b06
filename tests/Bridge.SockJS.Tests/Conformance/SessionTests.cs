// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using System.Text.Json;
using Bridge.SockJS.Tests.Hosts;

namespace Bridge.SockJS.Tests.Conformance;

/// <summary>Sessions as the suites use them, at the speed of the machine.</summary>
public sealed class SessionTests(TestHostProcess host) : IClassFixture<TestHostProcess>
{
    [Fact]
    public async Task Messages_EscapedCharacters_AllComeBack()
    {
        string characters = EscapedCharacters.All;
        Assert.Equal(1093, characters.Length);
        string escaped = string.Concat(characters.Select(unit => $"\\u{((int)unit).ToString("x4", CultureInfo.InvariantCulture)}"));
        string session = await OpenAsync("echo");
        await SendAsync(session, $"[\"{escaped}\"]");
        string frame = await PollAsync(session);
        Assert.Equal(characters, Assert.Single(JsonSerializer.Deserialize<string[]>(frame[1..])!));
    }

    [Fact]
    public async Task Messages_UnsafeCharacters_AreEscapedInLowerCase()
    {
        string session = await OpenAsync("echo");
        string unsafeText = string.Concat(EscapedCharacters.All.Where(unit =>
            unit is (>= '\u200c' and <= '\u200f') or (>= '\u2028' and <= '\u202f') or (>= '\u2060' and <= '\u206f') or >= '\ufff0'));
        await SendAsync(session, JsonSerializer.Serialize(new[] { unsafeText }));
        string expected = string.Concat(unsafeText.Select(unit => $"\\u{((int)unit).ToString("x4", CultureInfo.InvariantCulture)}"));
        Assert.Equal($"a[\"{expected}\"]\n", await PollAsync(session));
    }

    [Theory]
    [InlineData("xhr", true)]
    [InlineData("xhr_streaming", true)]
    [InlineData("xhr", false)]
    [InlineData("xhr_streaming", false)]
    public async Task AbortedReceiver_PollAtOnce_IsNeverTheSecond(string transport, bool reset)
    {
        for (int i = 0; i < 20; i++)
        {
            string session = await OpenAsync("echo");
            using RawConnection first = await HoldAsync(session, transport);
            if (reset)
            {
                first.Reset();
            }
            else
            {
                first.Dispose();
            }

            string frame = await PollAsync(session);
            Assert.True(frame is "c[1002,\"Connection interrupted\"]\n" or "o\n", frame);
        }
    }

    [Fact]
    public async Task SecondStream_WhileTheFirstWaits_Is2010()
    {
        string session = await OpenAsync("echo");
        using RawResponse first = await host.PostAsync($"{session}/xhr_streaming");
        await first.ReadChunkAsync();
        using RawResponse second = await host.PostAsync($"{session}/xhr_streaming");
        Assert.EndsWith("c[2010,\"Another connection still open\"]\n", await second.ReadBodyAsync());
        await SendAsync(session, """["still here"]""");
        Assert.Equal("a[\"still here\"]\n", await first.ReadChunkAsync());
    }

    [Fact]
    public async Task SecondPoll_WhileTheFirstWaits_Is2010()
    {
        string session = await OpenAsync("echo");
        (RawConnection first, Task<string> head) = await HoldPollAsync(session);
        await SendAsync(session, """["still here"]""");
        Assert.Contains("\r\nTransfer-Encoding: chunked\r\n", await head);
        Assert.Equal("10\r\na[\"still here\"]\n\r\n0\r\n\r\n", await first.ReadAsync(27));
        first.Dispose();
    }

    [Fact]
    public async Task Close_PolledAgain_IsTheSameFrame()
    {
        string session = await OpenAsync("close");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("c[3000,\"Go away!\"]\n", await PollAsync(session));
        }
    }

    [Fact]
    public async Task Sends_BetweenTwoPolls_ComeInOneFrame()
    {
        string session = await OpenAsync("echo");
        foreach (string message in new[] { "a", "b", "c" })
        {
            await SendAsync(session, $"[\"{message}\"]");
        }

        string received = string.Empty;
        while (received.Count(char.IsAsciiLetter) < 3)
        {
            string frame = await PollAsync(session);
            received += string.Concat(JsonSerializer.Deserialize<string[]>(frame[1..])!);
        }

        Assert.Equal("abc", received);
    }

    [Theory]
    [InlineData("")]
    [InlineData("T")]
    [InlineData("text/plain")]
    [InlineData("text/plain;charset=utf-8")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/xml")]
    [InlineData("text/xml; charset=utf-8")]
    public async Task XhrSend_EachContentType_IsFine(string type)
    {
        string session = await OpenAsync("echo");
        using RawResponse sent = await host.PostAsync(session + "/xhr_send", """["x"]""", $"Content-Type: {type}");
        Assert.Equal(204, sent.Status);
        Assert.Equal("a[\"x\"]\n", await PollAsync(session));
    }

    [Fact]
    public async Task Fast_Service_BeatsAndForgets()
    {
        string session = await OpenAsync("fast");
        Assert.Equal("h\n", await PollAsync(session));
        for (RawResponse sent; (sent = await host.PostAsync(session + "/xhr_send", "[]")).Status == 204;)
        {
            sent.Dispose();
        }

        string frame;
        while ((frame = await PollAsync(session)) != "o\n")
        {
            Assert.Equal("c[1002,\"Connection interrupted\"]\n", frame);

            // As long as somebody asks, the session is remembered. Three beats of another one are longer than that.
            using RawResponse pause = await host.PostAsync(TestHostProcess.NewSession("fast") + "/xhr_streaming");
            for (int chunk = 0; chunk < 5; chunk++)
            {
                await pause.ReadChunkAsync();
            }
        }
    }

    [Fact]
    public async Task Amplify_Number_IsAsManyLetters()
    {
        string session = await OpenAsync("amplify");
        await SendAsync(session, """["10"]""");
        Assert.Equal($"a[\"{new string('x', 1024)}\"]\n", await PollAsync(session));
    }

    [Fact]
    public async Task Broadcast_Message_ReachesAll()
    {
        string one = await OpenAsync("broadcast");
        string two = await OpenAsync("broadcast");
        await SendAsync(one, """["x"]""");
        Assert.Equal("a[\"x\"]\n", await PollAsync(one));
        Assert.Equal("a[\"x\"]\n", await PollAsync(two));
    }

    [Fact]
    public async Task Ticker_Service_CountsTheSeconds()
    {
        string session = await OpenAsync("ticker");
        string received = string.Empty;
        while (received.Length < 3)
        {
            received += string.Concat(JsonSerializer.Deserialize<string[]>((await PollAsync(session))[1..])!);
        }

        Assert.Equal("123", received);
    }

    /// <summary>A request that takes the session's frames by now.</summary>
    private async Task<RawConnection> HoldAsync(string session, string transport)
    {
        if (transport == "xhr")
        {
            return (await HoldPollAsync(session)).Poll;
        }

        RawConnection stream = await BeginAsync(session, transport);
        await stream.ReadHeadAsync();
        return stream;
    }

    /// <summary>A poll that waits. Nothing of its answer tells so, but of two polls the one that is not refused.</summary>
    private async Task<(RawConnection Poll, Task<string> Head)> HoldPollAsync(string session)
    {
        RawConnection[] polls = [await BeginAsync(session, "xhr"), await BeginAsync(session, "xhr")];
        Task<string>[] heads = [polls[0].ReadHeadAsync(), polls[1].ReadHeadAsync()];
        int refused = Array.IndexOf(heads, await Task.WhenAny(heads));
        Assert.Equal("28\r\nc[2010,\"Another connection still open\"]\n\r\n", await polls[refused].ReadAsync(46));
        polls[refused].Dispose();
        return (polls[1 - refused], heads[1 - refused]);
    }

    private async Task<RawConnection> BeginAsync(string session, string transport)
    {
        RawConnection request = await RawConnection.OpenAsync(host.Port);
        await request.SendAsync($"POST {session}/{transport} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
        return request;
    }

    private async Task<string> OpenAsync(string service)
    {
        string session = TestHostProcess.NewSession(service);
        Assert.Equal("o\n", await PollAsync(session));
        return session;
    }

    private async Task<string> PollAsync(string session)
    {
        using RawResponse response = await host.PostAsync(session + "/xhr");
        return await response.ReadBodyAsync();
    }

    private async Task SendAsync(string session, string body)
    {
        using RawResponse response = await host.PostAsync(session + "/xhr_send", body);
        Assert.Equal(204, response.Status);
    }
}
