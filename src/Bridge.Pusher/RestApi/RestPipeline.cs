// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.IO.Pipelines;
using Bridge.Pusher.Apps;
using Bridge.Pusher.RateLimits;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.RestApi;

/// <summary>What every REST request goes through: finding the app, authentication, the cap on the body, the answer to errors.</summary>
internal sealed partial class RestPipeline(IPusherAppStore apps, RestAuthentication authentication, AppRateLimits rates, ILogger<RestPipeline> logger)
{
    /// <summary>The route parameter that holds the app's id.</summary>
    public const string AppId = "appId";

    /// <summary>Makes an endpoint of the handlers of one resource. Other methods find nothing: some libraries can't take a 405.</summary>
    /// <param name="get">Handles GET, or null.</param>
    /// <param name="post">Handles POST, or null.</param>
    public RequestDelegate Resource(RestHandler? get = null, RestHandler? post = null) => async context =>
    {
        RestHandler? handler = HttpMethods.IsPost(context.Request.Method) ? post : HttpMethods.IsGet(context.Request.Method) ? get : null;
        HttpError? error = handler is null
            ? HttpError.NotFound($"Unknown resource: {UntrustedText.Show(context.Request.Method)} {UntrustedText.Show(context.Request.Path)}")
            : await HandleAsync(context, handler);
        if (error is not null)
        {
            LogRefused(context.Request.Method, UntrustedText.Show(context.Request.Path), error.Status, error.Message);
            await error.WriteAsync(context.Response);
        }
    };

    /// <summary>A handler for questions, of which an app may ask so many in a second.</summary>
    public RestHandler Limited(RestHandler handler) => async request => await rates.TakeReadAsync(request.App) ?? await handler(request);

    private async ValueTask<HttpError?> HandleAsync(HttpContext context, RestHandler handler)
    {
        string id = (string?)context.GetRouteValue(AppId) ?? "";
        if (apps.FindById(id) is not { } app)
        {
            return HttpError.NotFound($"Unknown app: {UntrustedText.Show(id)}");
        }

        if (!RestQuery.TryParse(context.Request.QueryString.Value, out RestQuery query))
        {
            return HttpError.BadRequest("Too many query string parameters");
        }

        if (authentication.CheckUrl(context.Request, query, app) is { } unauthenticated)
        {
            return unauthenticated;
        }

        return app.Disabled
            ? HttpError.Forbidden($"App {app.Id} is disabled")
            : await HandleBodyAsync(context, query, app, handler);
    }

    private static async ValueTask<HttpError?> HandleBodyAsync(HttpContext context, RestQuery query, PusherApp app, RestHandler handler)
    {
        int limit = app.Limits.MaxRequestBytes;
        if (context.Request.ContentLength > limit)
        {
            return TooLarge(limit);
        }

        PipeReader reader = context.Request.BodyReader;
        ReadResult read = await reader.ReadAtLeastAsync(limit + 1, context.RequestAborted);
        try
        {
            if (read.Buffer.Length > limit)
            {
                return TooLarge(limit);
            }

            ReadOnlyMemory<byte> body = read.Buffer.IsSingleSegment ? read.Buffer.First : read.Buffer.ToArray();
            return RestAuthentication.CheckBody(context.Request.Method, query, body.Span)
                ?? await handler(new RestRequest(context, app, query, body));
        }
        finally
        {
            reader.AdvanceTo(read.Buffer.End);
        }
    }

    private static HttpError TooLarge(int limit) =>
        HttpError.TooLarge($"The request body exceeds the allowed maximum ({limit} bytes)");

    [LoggerMessage(3101, LogLevel.Debug, "REST request {Method} {Path} refused with {Status}: {Reason}", EventName = "RestRequestRefused")]
    private partial void LogRefused(string method, string path, int status, string reason);
}
