// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;

namespace Bridge.Interop.Tests.SockJSAbuse;

/// <summary>Good requests of every kind, as bytes; what abuse begins with.</summary>
internal static class Requests
{
    private const string Host = " HTTP/1.1\r\nHost: 127.0.0.1\r\n";
    private const string Upgrade =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    // A masked text message: ["a"]
    private const string Frame = "\u0081\u0085\0\0\0\0[\"a\"]";

    /// <param name="session">The session of the sending requests.</param>
    /// <param name="fresh">The session of the receiving ones.</param>
    public static byte[][] All(string session, string fresh) => [.. Texts(session, fresh).Select(Encoding.Latin1.GetBytes)];

    private static IEnumerable<string> Texts(string session, string fresh)
    {
        yield return $"GET /echo/info{Host}Origin: http://a.example\r\n\r\n";
        yield return $"GET /echo/iframe.html{Host}\r\n";
        yield return $"POST /echo/0/{fresh}/xhr{Host}Content-Length: 0\r\n\r\n";
        yield return $"POST /echo/0/{fresh}s/xhr_streaming{Host}Content-Length: 0\r\n\r\n";
        yield return $"GET /echo/0/{fresh}e/eventsource{Host}\r\n";
        yield return $"GET /echo/0/{fresh}h/htmlfile?c=f{Host}\r\n";
        yield return $"GET /echo/0/{fresh}j/jsonp?c=f{Host}\r\n";
        yield return $"POST /echo/0/{session}/xhr_send{Host}Content-Length: 9\r\n\r\n[\"a\",\"b\"]";
        yield return $"POST /echo/0/{session}/xhr_send{Host}Transfer-Encoding: chunked\r\n\r\n9\r\n[\"a\",\"b\"]\r\n0\r\n\r\n";
        yield return $"POST /echo/0/{session}/jsonp_send{Host}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 15\r\n\r\nd=%5B%22a%22%5D";
        yield return $"GET /echo/0/{fresh}/websocket{Host}{Upgrade}{Frame}";
        yield return $"GET /echo/websocket{Host}{Upgrade}{Frame}";
    }
}
