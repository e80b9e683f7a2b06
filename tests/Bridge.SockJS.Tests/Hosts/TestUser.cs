// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Tests.Hosts;

/// <summary>Signs in whom the request names.</summary>
internal static class TestUser
{
    public static Task SignIn(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Headers["X-User"].ToString() is { Length: > 0 } name)
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, name)], "test"));
        }

        return next(context);
    }
}
