// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Unicode;
using Bridge.Core.Channels;
using Bridge.Pusher.RateLimits;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.RestApi;

/// <summary>
/// <c>POST /apps/{id}/channels/{channel}/events</c>, the old way to publish: the body is the data, the rest is in the query string.
/// </summary>
internal sealed class ChannelEventEndpoint(EventPublisher publisher, AppRateLimits rates, IdempotentAnswers answers)
{
    public async ValueTask<HttpError?> HandleAsync(RestRequest request)
    {
        ReadOnlySpan<byte> body = request.Body.Span;
        if (!Utf8.IsValid(body))
        {
            return HttpError.BadRequest("The request body is not valid UTF-8");
        }

        IQueryCollection query = request.Context.Request.Query;
        var publish = new PublishRequest
        {
            Name = query["name"],
            Data = EventData.FromText(Encoding.UTF8.GetString(body)),
            DataBytes = body.Length,
            Channels = { request.Channel },
            SocketId = query["socket_id"],
            IdempotencyKey = IdempotentAnswers.KeyOf(request),
        };
        if ((PublishRules.Check(publish, request.App.Limits) ?? await rates.TakeEventsAsync(request.App, 1)) is { } refused)
        {
            return refused;
        }

        await answers.OnceAsync(request, "event", publish.IdempotencyKey, publish, publisher.PublishAsync);
        request.Context.Response.StatusCode = StatusCodes.Status202Accepted;
        return null;
    }
}
