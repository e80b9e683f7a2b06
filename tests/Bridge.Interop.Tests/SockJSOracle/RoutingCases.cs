// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Interop.Tests.SockJSOracle;

/// <summary>Routes, methods, ids and the headers of all answers (SOCKJS.md 1 to 3).</summary>
internal static class RoutingCases
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"];

    // Those of which a GET or POST is not answered for good are asked elsewhere.
    private static readonly string[] Routes =
    [
        "/echo", "/echo/", "/echo/info", "/echo/info/", "/echo/iframe.html", "/echo/iframe-1.6.1.html", "/echo/0/{id}/xhr_send", "/echo/0/{id}/jsonp_send",
        "/echo/0/{id}/jsonp", "/echo/0/{id}/htmlfile", "/echo/websocket", "/echo/0/{id}/websocket", "/echo/0/{id}/nothing",
        "/disabled_websocket_echo/info", "/disabled_websocket_echo/websocket", "/disabled_websocket_echo/0/{id}/websocket",
        "/cookie_needed_echo", "/cookie_needed_echo/info", "/cookie_needed_echo/iframe.html", "/cookie_needed_echo/0/{id}/xhr_send",
        "/cookie_needed_echo/0/{id}/jsonp_send", "/cookie_needed_echo/0/{id}/jsonp", "/cookie_needed_echo/0/{id}/htmlfile",
    ];

    private static readonly string[] ReceivingRoutes = ["xhr", "xhr_streaming", "eventsource"];

    private static readonly string[] UnknownPaths =
    [
        "//", "///", "/a", "/a/", "/a.html", "/a/a", "/a/a/", "/a/a/a", "/a/a/a/a", "/a/a/xhr/b", "//a/xhr", "/a//xhr", "/a//", "/a./a/xhr", "/a/a./xhr",
        "/./a/xhr", "/a/../xhr", "/a/a.b/xhr_streaming", "/a.b/a/jsonp_send", "/Info", "/INFO", "/info/a", "/infos", "/iframe", "/iframe.htm", "/iframe.HTML",
        "/IFRAME.HTML", "/iframe.xml", "/iframe-/.html", "/iframe-A.html", "/iframe%20.html", "/iframe.html/a", "/a/a/XHR", "/a/a/xhr_", "/a/a/xhr-streaming",
        "/websocket/a", "/favicon.ico", "/a/a/xhr/websocket",
    ];

    private static readonly string[] IframeNames =
        ["/iframe.html", "/iframe.html?t=1", "/iframe-a.html", "/iframe-.html", "/iframe-0.1.2.html", "/iframe-0.1.2abc-dirty.2144.html?t=qweqweq123", "/iframe_x.html"];

    private static readonly string[][] CorsHeaders =
    [
        ["Origin: http://a.example"], ["Origin: null"], ["Origin: https://b.example:8443", "Access-Control-Request-Headers: a, b, c"],
        ["Access-Control-Request-Headers: X-Token"], ["Access-Control-Request-Headers:"],
        ["Origin: http://a.example", "Access-Control-Request-Method: POST", "Access-Control-Request-Headers: content-type"],
    ];

    private static readonly string[] Cookies =
        ["Cookie: JSESSIONID=abcdef", "Cookie: a=b; JSESSIONID=x1; c=d", "Cookie: a=b", "Cookie: JSESSIONID=ab%20cd"];

    public static IEnumerable<OracleCase> All =>
    [
        .. from route in Routes from method in Methods select OracleCase.Single(method, route, method is "GET" or "HEAD" ? null : string.Empty),
        .. from route in ReceivingRoutes from method in Methods where method != MethodOf(route) select OracleCase.Single(method, $"/echo/0/{{id}}/{route}", method is "GET" or "HEAD" ? null : string.Empty),
        .. from path in UnknownPaths from method in (string[])["GET", "POST"] select OracleCase.Single(method, $"/echo{path}", method == "POST" ? string.Empty : null),
        .. from name in IframeNames select OracleCase.Get($"/echo{name}"),
        .. from headers in CorsHeaders from method in (string[])["GET", "OPTIONS"] select OracleCase.Single(method, "/echo/info", null, headers),
        .. from headers in CorsHeaders from route in (string[])["xhr", "xhr_send", "xhr_streaming"] select OracleCase.Single("OPTIONS", $"/echo/0/{{id}}/{route}", null, headers),
        .. from headers in CorsHeaders from route in (string[])["xhr", "xhr_send"] select OracleCase.Single("POST", $"/echo/0/{{id}}/{route}", string.Empty, headers),
        .. from cookie in Cookies from route in (string[])["xhr", "xhr_send", "jsonp_send"] select OracleCase.Post($"/cookie_needed_echo/0/{{id}}/{route}", string.Empty, cookie),
        .. from cookie in Cookies select OracleCase.Get("/cookie_needed_echo/info", cookie),
        OracleCase.Post("/cookie_needed_echo/0/{id}/xhr"),
        new("iframe page, asked for again", async talk =>
        {
            await talk.GetAsync("/echo/iframe.html");
            await talk.GetAsync("/echo/iframe.html", $"If-None-Match: {talk.Last["ETag"]}");
            await talk.GetAsync("/echo/iframe.html", "If-None-Match: \"other\"");
        }),
        new("HTTP/1.0 greeting", talk => talk.SendRawAsync("GET /echo HTTP/1.0\r\nHost: localhost\r\n\r\n")),
        new("HTTP/1.0 streaming", talk => talk.SendRawAsync("POST /close/0/" + talk.Session + "/xhr_streaming HTTP/1.0\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")),
        new("POST without a length", talk => talk.SendRawAsync($"POST /echo/0/{talk.Session}/xhr HTTP/1.1\r\nHost: localhost\r\n\r\n")),
        new("body of a poll", async talk =>
        {
            await talk.PostAsync($"/echo/0/{talk.Session}/xhr", "anything at all");
            await talk.PostAsync($"/echo/0/{talk.Session}/xhr_send?t=1&x=%2e", "[\"a\"]");
            await talk.PostAsync($"/echo/0/{talk.Session}/xhr?t=2", "[\"ignored\"]");
        }),
        .. from id in (string[])["a%2eb", "a%2Fb", "%20", "a b".Replace(" ", "%20", StringComparison.Ordinal), "~!*'()", "%C3%A9", "a;b", "a,b=c&d", "0"] select IdCase(id),
    ];

    private static string MethodOf(string route) => route == "eventsource" ? "GET" : "POST";

    private static OracleCase IdCase(string id) => new($"session id {id}", async talk =>
    {
        await talk.PostAsync($"/echo/{id}/{id}{talk.Session}/xhr");
        await talk.PostAsync($"/echo/other/{id}{talk.Session}/xhr_send", "[\"x\"]");
        await talk.PostAsync($"/echo/{id}/{id}{talk.Session}/xhr/");
    });
}
