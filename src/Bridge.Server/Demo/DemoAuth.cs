// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.AuthEndpoints;

namespace Bridge.Server.Demo;

/// <summary>The auth endpoints of the demo app: they believe whoever the visitor says to be.</summary>
internal static class DemoAuth
{
    public static void MapDemoAuth(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPusherAuth(configure: options =>
        {
            options.User = DemoUsers.FromFields;
            options.Jsonp = true;
        });
        endpoints.MapPusherUserAuth(configure: options => options.User = DemoUsers.FromFields);
    }
}
