// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Threading.Channels;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Clients;

/// <summary>A bare WebSocket (npm ws), for looking at single frames.</summary>
internal sealed class RawSocket : IAsyncDisposable
{
    private readonly Channel<string> _frames = Channel.CreateUnbounded<string>();
    private NodeClient _node = null!;

    private RawSocket()
    {
    }

    public static async Task<RawSocket> ConnectAsync(NodeDriver driver, Uri url, params string[] protocols)
    {
        var socket = new RawSocket();
        socket._node = await driver.CreateAsync(new { kind = "socket", url, protocols }, socket.OnNote);
        socket.Subprotocol = (await socket._node.CallAsync("connect")).GetString()!;
        return socket;
    }

    public string Subprotocol { get; private set; } = "";

    public Task SendAsync(string text) => _node.CallAsync("send", text);

    public Task SendBinaryAsync(string text) => _node.CallAsync("sendBinary", text);

    public Task PingAsync(string text) => _node.CallAsync("ping", text);

    /// <summary>The next thing that came: the text of a frame, <c>pong TEXT</c>, <c>close CODE REASON</c>.</summary>
    public Task<string> NextAsync() => _frames.Reader.ReadAsync().AsTask().WithinDeadline("the server should have sent a frame");

    /// <summary>The close frame, whatever comes before it.</summary>
    public async Task<string> NextCloseAsync()
    {
        string next = await NextAsync();
        while (!next.StartsWith("close ", StringComparison.Ordinal))
        {
            next = await NextAsync();
        }

        return next;
    }

    /// <summary>Sends a frame and gives the one that comes next.</summary>
    public async Task<string> AskAsync(string text)
    {
        await SendAsync(text);
        return await NextAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _node.CallAsync("disconnect");
        _node.Forget();
    }

    private void OnNote(string note, JsonElement data) => _frames.Writer.TryWrite(note switch
    {
        "text" => data.GetString()!,
        "close" => $"close {data.GetProperty("code").GetInt32()} {data.GetProperty("reason").GetString()}",
        _ => $"{note} {data.GetString()}",
    });
}
