// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text;
using System.Text.Json;
using Bridge.Core.Connections;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Users;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>What both auth endpoints do alike: read the fields, find app and user, and answer as JSON or JSONP.</summary>
internal sealed class AuthEndpoint(IPusherAppStore apps, IPusherUserProvider users, PusherAuthOptions options, AuthAnswer answer)
{
    /// <summary>Answers a POST.</summary>
    public async Task PostAsync(HttpContext context)
    {
        (AuthFields? fields, HttpError? error) = await AuthFieldsReader.ReadAsync(context.Request);
        error ??= await AnswerAsync(context, fields!, callback: null);
        if (error is not null)
        {
            await error.WriteAsync(context.Response);
        }
    }

    /// <summary>Answers a GET with a script.</summary>
    public async Task JsonpAsync(HttpContext context)
    {
        string? callback = context.Request.Query["callback"];
        HttpError? error = JsonpCallback.IsValid(callback)
            ? await AnswerAsync(context, new AuthFields(context.Request.Query), callback)
            : HttpError.BadRequest($"Invalid callback: '{UntrustedText.Show(callback)}'");
        if (error is not null)
        {
            await error.WriteAsync(context.Response);
        }
    }

    private async Task<HttpError?> AnswerAsync(HttpContext context, AuthFields fields, string? callback)
    {
        string? socketId = fields.Single("socket_id");
        if (!SocketId.IsValid(socketId))
        {
            return HttpError.BadRequest($"Invalid socket_id: '{UntrustedText.Show(socketId)}'");
        }

        PusherApp? app = options.AppId is { } id ? apps.FindById(id) : apps.Apps.FirstOrDefault();
        if (app is null)
        {
            return HttpError.NotFound("Unknown app");
        }

        if (app.Disabled)
        {
            return HttpError.Forbidden($"App {app.Id} is disabled");
        }

        if (!IsAllowedPage(app, context.Request, isScript: callback is not null))
        {
            return HttpError.Forbidden("The app does not allow pages of this origin");
        }

        if (UserOf(context) is not { } user)
        {
            return HttpError.Forbidden("The request is not authenticated");
        }

        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json);
        HttpError? error = await answer(new AuthRequest(context, app, socketId!, user, fields), writer);
        if (error is null)
        {
            writer.Flush();
            await WriteAsync(context.Response, json.WrittenMemory, callback);
        }

        return error;
    }

    private PusherAuthUser? UserOf(HttpContext context) => options.User is { } user ? user(context) : users.GetUser(context.User);

    /// <summary>A page's own requests say where they come from. Scripts say it in their own way, and one that does not can't be let pass.</summary>
    private static bool IsAllowedPage(PusherApp app, HttpRequest request, bool isScript)
    {
        string origin = request.Headers.Origin.ToString();
        if (!isScript || origin.Length > 0 || app.AllowedOrigins.Count == 0)
        {
            return app.AllowsOrigin(origin);
        }

        return Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out Uri? page)
            && app.AllowsOrigin(page.GetLeftPart(UriPartial.Authority));
    }

    private static async Task WriteAsync(HttpResponse response, ReadOnlyMemory<byte> json, string? callback)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (callback is null)
        {
            JsonAnswer.Write(response, json.Span);
            return;
        }

        // The comment keeps a callback name from being the first bytes of the answer, which other file types start with.
        response.ContentType = "text/javascript; charset=utf-8";
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes($"/**/{callback}({Encoding.UTF8.GetString(json.Span)});"));
    }
}
