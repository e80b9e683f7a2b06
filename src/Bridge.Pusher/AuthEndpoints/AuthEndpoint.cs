// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;
using System.Text;
using Bridge.Core.Connections;
using Bridge.Pusher.Apps;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>What both auth endpoints do alike: read the fields, find app and user, and answer as JSON or JSONP.</summary>
internal sealed class AuthEndpoint(IPusherAppStore apps, PusherAuthOptions options, AuthAnswer answer)
{
    private const int MaxFormBytes = 65_536;

    /// <summary>Answers a POST.</summary>
    public async Task PostAsync(HttpContext context)
    {
        HttpError? error = await ReadFormAsync(context.Request) ?? await AnswerAsync(context, context.Request.Form, callback: null);
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
            ? await AnswerAsync(context, context.Request.Query, callback)
            : HttpError.BadRequest($"Invalid callback: '{UntrustedText.Show(callback)}'");
        if (error is not null)
        {
            await error.WriteAsync(context.Response);
        }
    }

    private static async Task<HttpError?> ReadFormAsync(HttpRequest request)
    {
        if (!request.HasFormContentType)
        {
            return HttpError.BadRequest("The request should be a form");
        }

        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxFormBytes;
        }

        try
        {
            await request.ReadFormAsync(request.HttpContext.RequestAborted);
            return null;
        }
        catch (BadHttpRequestException exception)
        {
            return new HttpError(exception.StatusCode, "The form could not be read");
        }
        catch (InvalidDataException)
        {
            return HttpError.BadRequest("The form could not be read");
        }
    }

    private async Task<HttpError?> AnswerAsync(
        HttpContext context, IEnumerable<KeyValuePair<string, StringValues>> fields, string? callback)
    {
        string? socketId = fields.FirstOrDefault(field => field.Key == "socket_id").Value;
        if (!SocketId.IsValid(socketId))
        {
            return HttpError.BadRequest($"Invalid socket_id: '{UntrustedText.Show(socketId)}'");
        }

        PusherApp? app = options.AppId is { } id ? apps.FindById(id) : apps.Apps.FirstOrDefault();
        if (app is null)
        {
            return HttpError.NotFound("Unknown app");
        }

        if (options.User(context) is not { } user)
        {
            return HttpError.Forbidden("Forbidden");
        }

        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json);
        HttpError? error = answer(new AuthRequest(app, socketId!, user, fields), writer);
        if (error is null)
        {
            writer.Flush();
            await WriteAsync(context.Response, json.WrittenMemory, callback);
        }

        return error;
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
