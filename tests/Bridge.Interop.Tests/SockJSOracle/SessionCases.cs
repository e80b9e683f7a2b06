// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>Sessions over HTTP: frames, bodies, closing (SOCKJS.md 4 to 8).</summary>
internal static class SessionCases
{
    private const string Form = "Content-Type: application/x-www-form-urlencoded";

    private static readonly string[] Bodies =
    [
        "", "[", "]", "{", "[\"a", "[\"a\"", "\"a", "[\"a\"]x", "[\"a\",]", "[a]", "nonsense", "{}", "\"a\"", "1", "true", "[]", "[\"\"]", "[\"a\",\"b\"]",
        " [ \"a\" , \"b\" ] ", "[\"a\"]\n", "[\"\\u0041\\n\\\"\\/\"]", "[\"\\ud83d\\ude00\"]", "[\"\ud83d\ude00\"]", "[\"\u00e9\u2028\u200c\uffff\"]", "[\"%41%\"]",
        "[\"<script></script>\"]", "['a']", "[\"\\x\"]", "[\"\u0001\"]", "[\"\\u00\"]", "undefined", "[\"a\"][\"b\"]", "d=x",
    ];

    // One message: how many of several a frame holds is a matter of how far the handler has come.
    private const string DifficultText = """["a%\"\\\u2028\ud83d\ude00\u0000</script>"]""";

    private static readonly string[] Types =
    [
        "", "T", "text/plain", "text/plain; charset=utf-8", "text/plain;charset=UTF-8", "application/json", "application/json;charset=utf-8", "application/xml",
        "text/xml", "text/xml; charset=utf-8",
    ];

    private static readonly string[] Forms =
    [
        "", "d=", "d", "x=%5B%22a%22%5D", "d=%5B%22a%22%5D", "d=%5B%22a+b%22%5D", "d=%5B%22a%2Bb%22%5D&i=12", "i=1&d=%5B%22%25%22%5D", "d=%5B%22abc%22", "d=%7B%7D",
        "d=%5B%22%E2%82%AC%22%5D", "d=[\"raw\"]",
    ];

    private static readonly string[] PlainBodies = ["[\"%61bc\"]", "[\"a\"]", "", "[\"a", "{}"];

    private static readonly string[] Callbacks =
    [
        "c=x", "callback=%63allback", "c=a.b_c-9", "", "c=%20", "c=abc%28%29", "c=%3Cscript%3E", "c=a%00", "c=a'b", "c=a%22b", "callback=", "c=%2A%29%28%2F", "c=a[0]",
        "c=a&c=b", "c=first&callback=second", "c=" + "%E2%80%A8", "c=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "c=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
    ];

    private static readonly string[] Receiving = ["xhr", "xhr_streaming", "eventsource", "htmlfile?c=f", "jsonp?c=f"];

    public static IEnumerable<OracleCase> All =>
    [
        .. Bodies.Select(body => SendCase("xhr_send", body)),
        .. Types.Select(type => SendCase("xhr_send", "[\"a\"]", $"Content-Type: {type}")),
        .. Forms.Select(body => SendCase("jsonp_send", body, Form)),
        .. PlainBodies.Select(body => SendCase("jsonp_send", body, "Content-Type: text/plain")),
        .. PlainBodies.Select(body => SendCase("jsonp_send", body)),
        .. from callback in Callbacks select OracleCase.Get($"/echo/0/{{id}}/jsonp?{callback}"),
        .. from callback in Callbacks select CallbackCase(callback),
        .. from route in (string[])["xhr_send", "jsonp_send"] from body in (string[])["", "[\"a\"]", "[", "{}"] select OracleCase.Post($"/echo/0/{{id}}/{route}", body),
        .. Receiving.Select(Frames),
        .. Receiving.Select(CloseCase),
        .. Receiving.Select(SecondReceiver),
        new("response limit", async talk =>
        {
            string path = $"/echo/0/{talk.Session}";
            await talk.OpenAsync("stream", "POST", $"{path}/xhr_streaming", chunks: 2);
            foreach (int length in (int[])[2_000, 2_081, 1])
            {
                // With the frame of the opening the second one makes it 4,095 characters; at 4,096 the response ends.
                await talk.PostAsync($"{path}/xhr_send", $"[\"{new string('x', length)}\"]");
                await talk.ReadAsync("stream");
            }

            await talk.ReadAsync("stream");
            await talk.OpenAsync("next", "POST", $"{path}/xhr_streaming", chunks: 1);
        }),
        new("kinds mixed on one session", async talk =>
        {
            string path = $"/echo/000/{talk.Session}";
            await talk.PostAsync($"{path}/xhr");
            await talk.PostAsync($"/echo/999/{talk.Session}/jsonp_send", "d=%5B%22a%22%5D", Form);
            await talk.GetAsync($"{path}/jsonp?c=f");
            await talk.PostAsync($"{path}/xhr_send", "[\"b\"]");
            await talk.OpenAsync("stream", "GET", $"{path}/eventsource", chunks: 2);
        }),
        new("amplified message in one frame", async talk =>
        {
            await talk.PostAsync($"/amplify/0/{talk.Session}/xhr");
            await talk.PostAsync($"/amplify/0/{talk.Session}/xhr_send", "[\"15\"]");
            await talk.PostAsync($"/amplify/0/{talk.Session}/xhr");
        }),
        new("heartbeat of a poll", async talk =>
        {
            await talk.PostAsync($"/fast/0/{talk.Session}/xhr");
            await talk.PostAsync($"/fast/0/{talk.Session}/xhr");
        }),
        new("heartbeats of a stream", talk => talk.OpenAsync("stream", "POST", $"/fast/0/{talk.Session}/xhr_streaming", chunks: 4)),
    ];

    private static OracleCase SendCase(string route, string body, params string[] headers) =>
        new($"{route} {JsonSerializer.Serialize(body)} {string.Join(' ', headers)}", async talk =>
        {
            string path = $"/echo/0/{talk.Session}";
            await talk.PostAsync($"{path}/xhr");
            await talk.PostAsync($"{path}/{route}", body, headers);
            await talk.PostAsync($"{path}/xhr_send", "[\"after\"]");
            await talk.PollUntilAsync($"{path}/xhr", "\"after\"");
        });

    // A page of an invalid callback is answered for good, that of a valid one goes on.
    private static OracleCase CallbackCase(string callback) => new($"htmlfile {callback}", async talk =>
    {
        string path = $"/close/0/{talk.Session}";
        await talk.GetAsync($"{path}/htmlfile?{callback}");
    });

    private static OracleCase Frames(string route) => new($"frames over {route}", async talk =>
    {
        string path = $"/disabled_websocket_echo/0/{talk.Session}";
        string method = route.StartsWith("xhr", StringComparison.Ordinal) ? "POST" : "GET";
        await talk.PostAsync($"{path}/xhr");
        await talk.PostAsync($"{path}/xhr_send", DifficultText);
        if (route is "xhr" or "jsonp?c=f")
        {
            await talk.AskAsync(method, $"{path}/{route}", null);
            return;
        }

        await talk.OpenAsync("stream", method, $"{path}/{route}", chunks: 2);
        await talk.PostAsync($"{path}/xhr_send", "[\"one\",\"two\"]");
    });

    private static OracleCase CloseCase(string route) => new($"close over {route}", async talk =>
    {
        string method = route.StartsWith("xhr", StringComparison.Ordinal) ? "POST" : "GET";
        string target = $"/close/0/{talk.Session}/{route}";
        string? body = method == "POST" ? string.Empty : null;
        await talk.AskAsync(method, target, body);
        await talk.AskAsync(method, target, body);
        await talk.PostAsync($"/close/0/{talk.Session}/xhr_send", "[\"dropped\"]");
        await talk.AskAsync(method, target, body);
    });

    private static OracleCase SecondReceiver(string route) => new($"second receiver over {route}", async talk =>
    {
        string path = $"/disabled_websocket_echo/0/{talk.Session}";
        string method = route.StartsWith("xhr", StringComparison.Ordinal) ? "POST" : "GET";
        await talk.OpenAsync("first", "POST", $"{path}/xhr_streaming", chunks: 2);
        await talk.AskAsync(method, $"{path}/{route}", method == "POST" ? string.Empty : null);
        await talk.PostAsync($"{path}/xhr_send", "[\"still there\"]");
        await talk.ReadAsync("first");
    });
}
