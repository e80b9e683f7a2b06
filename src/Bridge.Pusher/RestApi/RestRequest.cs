// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Bridge.Pusher.RestApi;

/// <summary>A REST request that is proved to come from the app's own server.</summary>
/// <param name="Context">The HTTP request and its answer.</param>
/// <param name="App">The app.</param>
/// <param name="Query">The query string.</param>
/// <param name="Body">The whole body; valid until the request is handled.</param>
internal sealed record RestRequest(HttpContext Context, PusherApp App, RestQuery Query, ReadOnlyMemory<byte> Body)
{
    /// <summary>The route parameter that holds a channel's name.</summary>
    public const string ChannelParameter = "channel";

    /// <summary>The channel in the path.</summary>
    public string Channel => (string?)Context.GetRouteValue(ChannelParameter) ?? "";
}
