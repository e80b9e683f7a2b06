// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.SockJS.Tests.SignalR;

/// <summary>A SignalR hub over SockJS, its JSON protocol spoken by hand.</summary>
public sealed class HubTests
{
    private const string Handshake = """{"protocol":"json","version":1}""" + "\u001e";
    private const string Ping = """{"type":6}""" + "\u001e";

    private static readonly TimeSpan Long = TimeSpan.FromHours(1);

    [Fact]
    public async Task Invoke_OverPolls_SeesUserAndFirstRequestLongAfterIt()
    {
        await using TestServer server = await StartAsync();
        await OpenAsync(server, "X-User: ann", "X-Extra: e");
        server.Time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("ann", await InvokeAsync(server, Invocation("Caller"), "X-User: ann"));
        Assert.Equal("e", await InvokeAsync(server, Invocation("Header", "X-Extra"), "X-User: ann"));
    }

    [Fact]
    public async Task Invoke_RecordsSplitAndJoined_AreTheSame()
    {
        await using TestServer server = await StartAsync();
        await OpenAsync(server);
        string record = Invocation("ToAll", "hello");
        await SendAsync(server, [], record[..10], record[10..] + record, record);
        string received = string.Empty;
        while (received.Split("hello").Length < 4)
        {
            received += await PollAsync(server);
        }
    }

    [Fact]
    public async Task Invoke_LongMessages_ComeWholeBothWays()
    {
        await using TestServer server = await StartAsync();
        await OpenAsync(server);
        string text = new('x', 30_000);
        Assert.Equal(text, await InvokeAsync(server, Invocation("Echo", text)));
    }

    [Fact]
    public async Task KeepAlive_NothingElseToSend_IsAPing()
    {
        await using TestServer server = await StartAsync(options => options.KeepAliveInterval = TimeSpan.FromMilliseconds(1));
        await OpenAsync(server);
        Task<string> poll = PollAsync(server);
        await TickUntilAsync(server, poll);
        Assert.Equal(Ping, await poll);
    }

    [Fact]
    public async Task ClientTimeout_SilentClient_IsClosed()
    {
        await using TestServer server = await StartAsync(options => options.ClientTimeoutInterval = TimeSpan.FromMilliseconds(1));
        using ClientWebSocket socket = await server.ConnectAsync("/hub/0/s/websocket");

        // The hub begins to watch a client with its first ping.
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new[] { Handshake, Ping }), WebSocketMessageType.Text, true, CancellationToken.None);
        Task<string> end = ReadToCloseAsync(socket);
        await TickUntilAsync(server, end);
        Assert.EndsWith("c[1000,\"Normal closure\"]", await end);
    }

    [Fact]
    public async Task Abort_ByTheHub_ClosesTheSession()
    {
        await using TestServer server = await StartAsync();
        await OpenAsync(server);
        Task<string> poll = PollAsync(server);
        await SendAsync(server, [], Invocation("Leave"));
        Assert.Equal("""{"type":7}""" + "\u001e", await poll);
        Assert.Equal("c[1000,\"Normal closure\"]\n", await PollAsync(server));
    }

    [Fact]
    public async Task Handshake_UnknownProtocol_IsRefused()
    {
        await using TestServer server = await StartAsync();
        await (await server.PostAsync("/hub/0/s/xhr")).ReadBodyAsync();
        await SendAsync(server, [], """{"protocol":"pigeon","version":1}""" + "\u001e");
        Assert.Contains("pigeon", await PollAsync(server));
    }

    [Fact]
    public async Task Authorize_OnTheHub_HoldsForEachRequest()
    {
        await using TestServer server = await StartAsync();
        foreach (string path in new[] { "/guarded/info", "/guarded/0/s/eventsource", "/guarded/0/s/websocket" })
        {
            Assert.Equal(401, (await server.GetAsync(path)).Status);
        }

        Assert.Equal(401, (await server.PostAsync("/guarded/0/s/xhr")).Status);
        Assert.Equal(200, (await server.PostAsync("/guarded/0/s/xhr", "", "X-User: ann")).Status);
    }

    private static string Invocation(string target, params string[] arguments) =>
        JsonSerializer.Serialize(new { type = 1, invocationId = "1", target, arguments }) + "\u001e";

    private static async Task OpenAsync(TestServer server, params string[] headers)
    {
        Assert.Equal("o\n", await (await server.PostAsync("/hub/0/s/xhr", "", headers)).ReadBodyAsync());
        await SendAsync(server, headers, Handshake);
        Assert.Equal("{}\u001e", await PollAsync(server, headers));
    }

    private static async Task SendAsync(TestServer server, string[] headers, params string[] messages) =>
        Assert.Equal(204, (await server.PostAsync("/hub/0/s/xhr_send", JsonSerializer.Serialize(messages), headers)).Status);

    /// <summary>The messages of the next poll, or the frame if that has none.</summary>
    private static async Task<string> PollAsync(TestServer server, params string[] headers)
    {
        string frame = await (await server.PostAsync("/hub/0/s/xhr", "", headers)).ReadBodyAsync();
        return frame[0] == 'a' ? string.Concat(JsonSerializer.Deserialize<string[]>(frame[1..])!) : frame;
    }

    private static async Task<string?> InvokeAsync(TestServer server, string invocation, params string[] headers)
    {
        await SendAsync(server, headers, invocation);
        using JsonDocument completion = JsonDocument.Parse((await PollAsync(server, headers)).TrimEnd('\u001e'));
        return completion.RootElement.GetProperty("result").GetString();
    }

    private static async Task<string> ReadToCloseAsync(ClientWebSocket socket)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        WebSocketReceiveResult result;
        while ((result = await socket.ReceiveAsync(buffer, CancellationToken.None).Within("a frame")).MessageType != WebSocketMessageType.Close)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
        }

        return text.ToString();
    }

    /// <summary>Lets seconds pass until the hub has acted on one of them; fewer than the session's own delays.</summary>
    private static async Task TickUntilAsync(TestServer server, Task done)
    {
        for (int second = 0; second < 3_000 && !done.IsCompleted; second++)
        {
            server.Time.Advance(TimeSpan.FromSeconds(1));

            // The hub has a clock of its own, which must move too.
            await server.GetAsync("/echo/info");
        }

        await done.Within("what the hub does on a tick");
    }

    private static Task<TestServer> StartAsync(Action<HubOptions<TestHub>>? configure = null) => TestServer.StartAsync(
        app =>
        {
            app.Use(TestUser.SignIn);
            app.UseRouting();
            app.UseAuthorization();
            app.MapSockJS<HubConnectionHandler<TestHub>>("/hub", new SockJSOptions { HeartbeatDelay = Long, DisconnectDelay = Long });
            app.MapSockJS<HubConnectionHandler<GuardedHub>>("/guarded");
        },
        services =>
        {
            services.AddAuthorization();
            services.AddSingleton<IAuthorizationMiddlewareResultHandler, StatusCodeResultHandler>();
            services.AddSignalR().AddHubOptions<TestHub>(options => configure?.Invoke(options));
        });
}
