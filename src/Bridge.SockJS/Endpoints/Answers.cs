// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.SockJS.Transports;
using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Endpoints;

/// <summary>Short answers.</summary>
internal static class Answers
{
    public static Task TextAsync(HttpContext context, int status, string text)
    {
        byte[] body = Encoding.UTF8.GetBytes(text);
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentTypes.Text;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body).AsTask();
    }

    public static Task NotFoundAsync(HttpContext context) =>
        TextAsync(context, StatusCodes.Status404NotFound, "404 Error: Page not found\n");

    public static Task WrongMethodAsync(HttpContext context, string allowed)
    {
        context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        context.Response.Headers.Allow = allowed;
        return Task.CompletedTask;
    }
}
