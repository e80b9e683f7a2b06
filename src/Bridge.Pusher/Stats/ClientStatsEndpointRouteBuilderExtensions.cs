// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Mime;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Microsoft.AspNetCore.Builder;

/// <summary>
/// Takes the statistics that pusher-js sends about itself where <c>statsHost</c> names this server, and throws them away. Without an
/// answer old versions would report errors to the page.
/// </summary>
internal static class ClientStatsEndpointRouteBuilderExtensions
{
    private const string Number = "number";

    /// <summary>Maps <c>/timeline/...</c>.</summary>
    public static void MapClientStats(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder timeline = endpoints.MapGroup("/timeline");

        // The number is an integer by its route, so nothing of the client's making becomes script.
        timeline.MapGet($"/v2/jsonp/{{{Number}:int}}", context => AnswerAsync(
            context, MediaTypeNames.Text.JavaScript, $"Pusher.ScriptReceivers[{context.GetRouteValue(Number)}](null,{{}});"));
        timeline.MapGet($"/{{{Number}:int}}", context => AnswerAsync(
            context, MediaTypeNames.Text.JavaScript, $"Pusher.JSONP.receive({context.GetRouteValue(Number)},null,{{}});"));
        timeline.MapGet($"/v2/xhr/{{{Number}:int}}", context => AnswerAsync(context, MediaTypeNames.Application.Json, "{}"));
    }

    private static Task AnswerAsync(HttpContext context, string contentType, string text)
    {
        HttpResponse response = context.Response;
        response.ContentType = contentType;
        response.Headers.AccessControlAllowOrigin = "*";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = text.Length;
        return response.WriteAsync(text);
    }
}
