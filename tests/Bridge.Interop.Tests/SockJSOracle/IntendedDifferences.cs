// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>All of them.</summary>
internal static class IntendedDifferences
{
    public static IReadOnlyList<IntendedDifference> All { get; } =
    [
        new("1", "One text names the methods, in the order of the answer to OPTIONS.", "", "^Allow: POST, OPTIONS$", "Allow: OPTIONS, POST"),
        new("1", "A transport that is switched off is not found, whatever the method.", "(POST|PUT|DELETE|PATCH|OPTIONS) /disabled_websocket_echo/.*websocket",
            "^HTTP/1.1 405 Method Not Allowed\nAllow: GET\n", NotFound + "  \"404 Error: Page not found\\n\"\n"),
        new("1", "The same for HEAD, which has no body.", "HEAD /disabled_websocket_echo/.*websocket", "^HTTP/1.1 405 Method Not Allowed\nAllow: GET\n", NotFound),
        new("9", "What is not found may be there tomorrow: it is not cached.", "GET /disabled_websocket_echo/.*websocket", "^(Cache-Control|Expires): .*\n", ""),
        new("8", "Texts of errors carry their type, as in the newer sockjs-node.", "",
            @"^(HTTP/1.1 (500|400) .*\n)(?!Content-Type)", "$1" + Text),
        new("15", "The iframe page is nothing but HTML, and browsers must not guess.", "/iframe.*html|iframe page",
            "^(HTTP/1.1 200 OK\n(?:.+\n)*?)((?:Expires: .*\n)?(?:ETag: .*\n)?)(?=  )", "$1X-Content-Type-Options: nosniff\n$2"),
        new("3", "The tag belongs to the answer that there is nothing new, too.", "iframe page", "^(HTTP/1.1 304 .*\n(?:.+\n)*?Expires: .*\n)", "$1ETag: ...\n"),
        new("5", "UTF-8 has no halves of pairs.", "lone surrogates", @"\\\\ud800x\\\\udc00", @"\\ufffdx\\ufffd"),
        new("7", "A message can't end the script that carries it.", "htmlfile", @"\\u003C/script\\u003E(?=\\\\\\u0022)", @"\\u003c/script\u003E"),
        new("6", "An empty callback is a missing one.", "callback=$", @"^HTTP/1.1 200 OK\n(?s:.*)", Refused + "  \"\\u0022callback\\u0022 parameter required\"\n"),
        new("6", "Callbacks have the same limit in htmlfile and jsonp.", "htmlfile c=a+b", @"^HTTP/1.1 200 OK\n(?s:.*)", Refused + "  \"invalid \\u0022callback\\u0022 parameter\"\n"),
        new("9", "One text for whatever is no handshake.", "websocket with (no key|version 12)",
            "^(HTTP/1.1 400 Bad Request\n)Content-Type: .*\n  .*\n", "$1" + Text + "  \"Not a valid websocket request\"\n"),
    ];

    private const string Text = "Content-Type: text/plain; charset=UTF-8\n";
    private const string Refused = "HTTP/1.1 500 Internal Server Error\n" + Text + NoCache;
    private const string NoCache = "Cache-Control: no-store, no-cache, no-transform, must-revalidate, max-age=0\n";
    private const string NotFound = "HTTP/1.1 404 Not Found\n" + Text;
}
