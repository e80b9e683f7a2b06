// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Connections;

/// <summary>
/// Whether the user whom a browser's cookies name may count for a connection. Browsers send cookies along with WebSockets
/// of any page: without this, somebody else's page could listen in the name of its visitor.
/// </summary>
internal static class TrustedPage
{
    /// <summary>Whether the page is one that the app allows by name, one of this very server, or no page at all.</summary>
    public static bool IsOrigin(PusherApp app, HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (app.AllowedOrigins.Count > 0 && app.AllowsOrigin(origin))
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}
