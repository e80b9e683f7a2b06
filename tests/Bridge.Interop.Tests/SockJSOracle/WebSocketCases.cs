// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>WebSockets, with SockJS frames and without (SOCKJS.md 9).</summary>
internal static class WebSocketCases
{
    private const string Framed = "/echo/0/s/websocket";
    private const string Raw = "/echo/websocket";
    private const string Upgrade = "Upgrade: websocket\r\nConnection: Upgrade\r\n";
    private const string Key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private static readonly (string Name, string Headers)[] Refused =
    [
        ("nothing of an upgrade", ""),
        ("Connection: close", "Upgrade: WebSocket\r\nConnection: close\r\n"),
        ("version 12", Upgrade + Key + "Sec-WebSocket-Version: 12\r\n"),
        ("no key", Upgrade + "Sec-WebSocket-Version: 13\r\n"),
    ];

    public static IEnumerable<OracleCase> All =>
    [
        .. from refused in Refused from path in (string[])[Framed, Raw]
           select new OracleCase($"{path} with {refused.Name}", talk => talk.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{refused.Headers}\r\n")),
        new("handshake", talk => talk.SendRawAsync($"GET {Framed} HTTP/1.1\r\nHost: localhost\r\n{Upgrade}{Key}Sec-WebSocket-Version: 13\r\n\r\n")),
        new("handshake with a protocol and an extension", talk => talk.SendRawAsync(
            $"GET {Framed} HTTP/1.1\r\nHost: localhost\r\n{Upgrade}{Key}Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: a, b\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n")),
        Frames("array", Framed, "[\"a\"]", answers: 1),
        Frames("bare string", Framed, "\"a\"", answers: 1),
        Frames("escapes", Framed, "[\"\\u2028\u2028\\ud83d\\ude00\ud83d\ude00%</script>\"]", answers: 1),
        Frames("empty message", Framed, "", answers: 0),
        Frames("empty array", Framed, "[]", answers: 0),
        Frames("broken JSON", Framed, "[\"a", answers: 1),
        Frames("raw text", Raw, "Hello world!\uffff", answers: 1, greeting: false),
        Frames("closed by the service", "/close/0/s/websocket", null, answers: 2),
        Frames("closed by the service, raw", "/close/websocket", null, answers: 1, greeting: false),
        new("two WebSockets with one id", async talk =>
        {
            using ClientWebSocket first = await ConnectAsync(talk, Framed);
            using ClientWebSocket second = await ConnectAsync(talk, Framed);
            await NoteAsync(talk, first);
            await NoteAsync(talk, second);
            await SayAsync(second, "[\"2\"]");
            await NoteAsync(talk, second);
            await SayAsync(first, "[\"1\"]");
            await NoteAsync(talk, first);
        }),
        new("xhr_send to a WebSocket's session", async talk =>
        {
            using ClientWebSocket socket = await ConnectAsync(talk, $"/echo/0/{talk.Session}/websocket");
            await NoteAsync(talk, socket);
            await talk.PostAsync($"/echo/0/{talk.Session}/xhr_send", "[\"a\"]");
        }),
    ];

    private static OracleCase Frames(string name, string path, string? message, int answers, bool greeting = true) => new($"WebSocket: {name}", async talk =>
    {
        using ClientWebSocket socket = await ConnectAsync(talk, path);
        if (greeting)
        {
            await NoteAsync(talk, socket);
        }

        if (message is not null)
        {
            await SayAsync(socket, message);
        }

        for (int i = 0; i < answers; i++)
        {
            await NoteAsync(talk, socket);
        }

        // What comes next shows that nothing else came.
        if (socket.State == WebSocketState.Open)
        {
            await SayAsync(socket, greeting ? "[\"last\"]" : "last");
            await NoteAsync(talk, socket);
        }
    });

    private static async Task<ClientWebSocket> ConnectAsync(Conversation talk, string path)
    {
        ClientWebSocket socket = new();
        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{talk.Port}{path}"), CancellationToken.None).WithinDeadline("the handshake");
        return socket;
    }

    private static Task SayAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    private static async Task NoteAsync(Conversation talk, ClientWebSocket socket)
    {
        byte[] buffer = new byte[10_000];
        WebSocketReceiveResult result = await socket.ReceiveAsync(buffer, CancellationToken.None).WithinDeadline("a message");
        if (result.MessageType == WebSocketMessageType.Close)
        {
            talk.Note($"close {(int?)result.CloseStatus} {result.CloseStatusDescription}");
        }
        else
        {
            talk.NotePart(Encoding.UTF8.GetString(buffer, 0, result.Count));
        }
    }
}
