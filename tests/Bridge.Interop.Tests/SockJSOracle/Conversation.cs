// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>What a test says to one server, and a transcript of all that SOCKJS.md cares for in its answers.</summary>
internal sealed partial class Conversation(int port) : IDisposable
{
    // Connection handling, dates and names of servers are not SockJS; values that must be fresh are masked.
    private static readonly string[] RelevantHeaders =
    [
        "Content-Type", "Cache-Control", "Allow", "Vary", "Set-Cookie", "Last-Modified", "X-Content-Type-Options",
        "Access-Control-Allow-Origin", "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods", "Access-Control-Max-Age", "Upgrade", "Sec-WebSocket-Accept", "Sec-WebSocket-Protocol",
        "Sec-WebSocket-Extensions",
    ];

    private static readonly string[] HeadersOfWhichOnlyThePresenceCounts = ["Expires", "ETag"];

    private static readonly string Padding = new string('h', 2048) + "\n";

    private readonly StringBuilder _transcript = new();
    private readonly Dictionary<string, WireClient> _streams = [];

    public int Port => port;

    /// <summary>An id that no other session has.</summary>
    public string Session { get; } = Guid.NewGuid().ToString("N");

    public string Transcript => _transcript.ToString().Replace(Session, "SESSION", StringComparison.Ordinal);

    /// <summary>The head of the last answer.</summary>
    public WireHead Last { get; private set; } = null!;

    public void Note(string line) => _transcript.Append(line).Append('\n');

    public Task GetAsync(string target, params string[] headers) => AskAsync("GET", target, null, headers);

    public Task PostAsync(string target, string body = "", params string[] headers) => AskAsync("POST", target, body, headers);

    /// <summary>Asks and notes the whole answer.</summary>
    public async Task AskAsync(string method, string target, string? body, params string[] headers)
    {
        using WireClient client = await SendAsync(method, target, body, headers);
        Last = await NoteHeadAsync(client);
        if (method != "HEAD")
        {
            (await client.ReadBodyAsync(Last)).ForEach(NotePart);
        }
    }

    /// <summary>
    /// Polls until a message has come, and notes the first head and all messages. How many of them an answer holds is a matter of how
    /// far the handler has come.
    /// </summary>
    /// <param name="target">The polls' target.</param>
    /// <param name="last">The last message as the server writes it, with its quotes.</param>
    public async Task PollUntilAsync(string target, string last)
    {
        using WireClient first = await SendAsync("POST", target, string.Empty, []);
        Last = await NoteHeadAsync(first);
        string messages = MessagesOf(await first.ReadBodyAsync(Last));
        while (!messages.EndsWith(last, StringComparison.Ordinal))
        {
            using WireClient next = await SendAsync("POST", target, string.Empty, []);
            messages += "," + MessagesOf(await next.ReadBodyAsync(await next.ReadHeadAsync()));
        }

        NotePart(messages);
    }

    /// <summary>Begins a request whose answer goes on, and notes the first chunks.</summary>
    public async Task OpenAsync(string name, string method, string target, int chunks, params string[] headers)
    {
        WireClient client = await SendAsync(method, target, method == "POST" ? string.Empty : null, headers);
        _streams.Add(name, client);
        Last = await NoteHeadAsync(client);
        await ReadAsync(name, chunks);
    }

    /// <summary>Notes further chunks of an answer; the last one is empty.</summary>
    public async Task ReadAsync(string name, int chunks = 1)
    {
        for (; chunks > 0; chunks--)
        {
            string chunk = await _streams[name].ReadChunkAsync();
            NotePart(chunk);
            if (chunk.Length == 0)
            {
                Note("  (end)");
            }
        }
    }

    /// <summary>Sends bytes that may be no HTTP and notes all that comes until the server ends the connection.</summary>
    public async Task SendRawAsync(string request)
    {
        using WireClient client = await WireClient.ConnectAsync(port);
        await client.SendAsync(request);
        Last = await NoteHeadAsync(client);
        (await client.ReadBodyAsync(Last)).ForEach(NotePart);
    }

    public void Dispose()
    {
        foreach (WireClient client in _streams.Values)
        {
            client.Dispose();
        }
    }

    /// <summary>A part of a body on one line, in ASCII.</summary>
    public void NotePart(string part)
    {
        if (part.Length > 0)
        {
            Note("  " + (part == Padding ? "(padding)" : JsonSerializer.Serialize(Filler().Replace(Entropy().Replace(part, "$1..."), "(filler)"))));
        }
    }

    private static string MessagesOf(List<string> body)
    {
        string frame = string.Concat(body);
        Assert.True(frame.StartsWith("a[", StringComparison.Ordinal) && frame.EndsWith("]\n", StringComparison.Ordinal), $"No messages: {frame}");
        return frame[2..^2];
    }

    private async Task<WireClient> SendAsync(string method, string target, string? body, string[] headers)
    {
        WireClient client = await WireClient.ConnectAsync(port);
        string length = body is null ? string.Empty : $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n";
        string lines = string.Concat(headers.Select(header => header + "\r\n"));
        await client.SendAsync($"{method} {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n{length}{lines}\r\n{body}");
        return client;
    }

    private async Task<WireHead> NoteHeadAsync(WireClient client)
    {
        WireHead head = await client.ReadHeadAsync();
        Note(head.StatusLine);
        foreach (string name in RelevantHeaders)
        {
            if (head[name] is { } value)
            {
                Note($"{name}: {value}");
            }
        }

        foreach (string name in HeadersOfWhichOnlyThePresenceCounts.Where(name => head[name] is not null))
        {
            Note($"{name}: ...");
        }

        return head;
    }

    [GeneratedRegex("""("entropy":)\d+""")]
    private static partial Regex Entropy();

    // That of htmlfile only has to be long enough.
    [GeneratedRegex(" {100,}")]
    private static partial Regex Filler();
}
