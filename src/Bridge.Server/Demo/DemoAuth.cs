// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.AuthEndpoints;
using Microsoft.Extensions.Primitives;

namespace Bridge.Server.Demo;

/// <summary>The auth endpoints of the demo app: they believe whoever the visitor says to be.</summary>
internal static class DemoAuth
{
    public static void MapDemoAuth(this IEndpointRouteBuilder endpoints)
    {
        IPusherAppStore apps = endpoints.ServiceProvider.GetRequiredService<IPusherAppStore>();
        endpoints.MapPusherAuth(configure: options =>
        {
            options.User = Visitor;
            options.SignsAllChannels = true;
            options.Jsonp = true;
        });
        endpoints.MapPusherUserAuth(configure: options => options.User = Visitor);

        // A reload of the configuration may put a real app in the demo's place: nobody gets a signature of that one here.
        PusherAuthUser? Visitor(HttpContext context) => DemoApp.IsOnlyOneOf(apps.Apps) ? VisitorOf(context) : null;
    }

    /// <summary>The visitor; guests of the demo page also say which client they use, for the others to see.</summary>
    private static PusherAuthUser VisitorOf(HttpContext context)
    {
        PusherAuthUser user = DemoUsers.FromFields(context);
        return context.Request.HasFormContentType
            && context.Request.Form is IFormCollection form
            && form.TryGetValue("user_name", out StringValues name)
            && form.TryGetValue("user_client", out StringValues client)
            ? new PusherAuthUser(user.Id) { Info = new { name = name.ToString(), client = client.ToString() } }
            : user;
    }
}
