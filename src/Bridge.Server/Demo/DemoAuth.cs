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
            options.User = Visitor;
            options.Jsonp = true;
        });
        endpoints.MapPusherUserAuth(configure: options => options.User = Visitor);
    }

    /// <summary>The visitor; guests of the demo page also say which client they use, for the others to see.</summary>
    private static PusherAuthUser Visitor(HttpContext context)
    {
        PusherAuthUser user = DemoUsers.FromFields(context);
        return context.Request.HasFormContentType
            && context.Request.Form is var form
            && form.TryGetValue("user_name", out var name)
            && form.TryGetValue("user_client", out var client)
            ? new PusherAuthUser(user.Id) { Info = new { name = name.ToString(), client = client.ToString() } }
            : user;
    }
}
