// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Tests.Clients;

/// <summary>Takes the query parameters <c>user</c> and <c>role</c> for what a cookie or a token would say in an application.</summary>
internal static class QueryUser
{
    public static Task AuthenticateAsync(HttpContext context, RequestDelegate next)
    {
        if ((string?)context.Request.Query["user"] is { } user)
        {
            context.User = new ClaimsPrincipal(new ClaimsIdentity(
                [new(ClaimTypes.NameIdentifier, user), new(ClaimTypes.Name, user.ToUpperInvariant()), new(ClaimTypes.Role, context.Request.Query["role"].ToString())],
                "Query"));
        }

        return next(context);
    }
}
