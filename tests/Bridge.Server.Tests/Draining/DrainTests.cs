// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Net.WebSockets;
using System.Text;

namespace Bridge.Server.Tests.Draining;

/// <summary>A server that is told to end while clients of each kind are there.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Terminate_ClientsOfEachKind_AreToldToComeBackBeforeTheServerEnds()
    {
        await using ServerProcess server = ServerProcess.Start();
        using HttpClient http = await server.ConnectAsync();
        using ClientWebSocket pusher = await OpenAsync(http, "/app/demo-key?protocol=7");
        Assert.Contains("connection_established", await ReceiveAsync(pusher), StringComparison.Ordinal);
        using ClientWebSocket signalR = await OpenAsync(http, "/hub");
        await signalR.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}\u001e"), WebSocketMessageType.Text, true, CancellationToken.None);
        Assert.Equal("{}\u001e", await ReceiveAsync(signalR));
        Assert.Equal("o\n", await PollAsync(http));
        Assert.Contains("connection_established", await PollAsync(http), StringComparison.Ordinal);
        Task<string> poll = PollAsync(http);

        await server.TerminateAsync();

        Assert.Equal("""{"type":7,"allowReconnect":true}""" + '\u001e', await ReceiveAsync(signalR));

        // It does not go at once, so the server is still there for everybody else.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await http.PostAsync("/hub/negotiate?negotiateVersion=1", null)).StatusCode);
        using ClientWebSocket late = await OpenAsync(http, "/app/demo-key?protocol=7");
        Assert.Equal((WebSocketCloseStatus)4100, await ReadToCloseAsync(late));
        Assert.Contains("4200", await poll, StringComparison.Ordinal);
        Assert.StartsWith("c[4200,", await PollAsync(http), StringComparison.Ordinal);
        Assert.Equal((WebSocketCloseStatus)4200, await ReadToCloseAsync(pusher));
        await signalR.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);
        Assert.Equal(0, (await server.WaitForExitAsync()).Code);
    }

    private static async Task<string> PollAsync(HttpClient http)
    {
        using HttpResponseMessage answer = await http.PostAsync("/pusher/app/demo-key/000/abcdefgh/xhr?protocol=7", null).WaitAsync(Patience);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<ClientWebSocket> OpenAsync(HttpClient http, string path)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{http.BaseAddress!.Authority}{path}"), CancellationToken.None).WaitAsync(Patience);
        return socket;
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[4_096];
        WebSocketReceiveResult result = await socket.ReceiveAsync(new ArraySegment<byte>(buffer), CancellationToken.None).WaitAsync(Patience);
        return Encoding.UTF8.GetString(buffer, 0, result.Count);
    }

    private static async Task<WebSocketCloseStatus?> ReadToCloseAsync(ClientWebSocket socket)
    {
        while (socket.State == WebSocketState.Open)
        {
            await ReceiveAsync(socket);
        }

        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None).WaitAsync(Patience);
        return socket.CloseStatus;
    }
}
