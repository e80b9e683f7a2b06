// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Users for demonstrations: everybody is who they say, or a guest. Never use it where channels matter.</summary>
public static class DemoUsers
{
    /// <summary>
    /// The user that the fields <c>user_id</c> and <c>user_name</c> name; without them a guest, the same one for all channels
    /// of a connection.
    /// </summary>
    /// <param name="context">A request of an auth endpoint.</param>
    public static PusherAuthUser FromFields(HttpContext context)
    {
        string id = Field(context, "user_id") ?? Guest(Field(context, "socket_id") ?? "");
        return new PusherAuthUser(id) { Info = new { name = Field(context, "user_name") ?? id } };
    }

    private static string Guest(string socketId) =>
        $"guest-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(socketId)).AsSpan(0, 4))}";

    private static string? Field(HttpContext context, string name)
    {
        StringValues values = context.Request.HasFormContentType ? context.Request.Form[name] : context.Request.Query[name];
        return string.IsNullOrEmpty(values) ? null : (string?)values;
    }
}
