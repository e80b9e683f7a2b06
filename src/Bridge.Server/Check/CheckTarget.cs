// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Http.Headers;

namespace Bridge.Server.Check;

/// <summary>The server that is checked, and how to speak to it.</summary>
internal sealed class CheckTarget : IDisposable
{
    private readonly string _base;

    /// <param name="address">Its address: http or https, with the path that a proxy has in front, if any.</param>
    public CheckTarget(Uri address)
    {
        Address = address;
        _base = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = System.Threading.Timeout.InfiniteTimeSpan,
        };
    }

    public Uri Address { get; }

    /// <summary>The app's key.</summary>
    public required string Key { get; init; }

    /// <summary>The app's id, for the REST API.</summary>
    public required string AppId { get; init; }

    /// <summary>The app's secret, for the REST API; null when it is not known.</summary>
    public string? Secret { get; init; }

    /// <summary>The page that clients run on; null when requests are to tell none.</summary>
    public string? Origin { get; init; }

    /// <summary>The path of an app's own hub; null for the server that is here, with its health endpoints and its SockJS.</summary>
    public string? OwnHub { get; init; }

    /// <summary>The path of the hub.</summary>
    public string Hub => OwnHub ?? "/hub";

    /// <summary>A bearer token that all requests carry, or null.</summary>
    public string? Token { get; init; }

    /// <summary>How long each probe may take.</summary>
    public required TimeSpan Patience { get; init; }

    public HttpClient Http { get; }

    /// <summary>The path that is in front of all paths, as the proxy sees it; empty for none.</summary>
    public string Prefix => Address.AbsolutePath.TrimEnd('/');

    public Uri UriOf(string path) => new(_base + path);

    /// <summary>The address for a WebSocket.</summary>
    public Uri WebSocketUriOf(string path) => new UriBuilder(UriOf(path)) { Scheme = Address.Scheme == Uri.UriSchemeHttps ? "wss" : "ws" }.Uri;

    public HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, UriOf(path));
        if (Origin is not null)
        {
            request.Headers.Add("Origin", Origin);
        }

        if (Token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        }

        return request;
    }

    public void Dispose() => Http.Dispose();
}
