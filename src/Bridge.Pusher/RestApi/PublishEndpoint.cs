// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Mirror;
using Bridge.Pusher.RateLimits;

namespace Bridge.Pusher.RestApi;

/// <summary><c>POST /apps/{id}/events</c>: publishes one event on one or more channels.</summary>
internal sealed class PublishEndpoint(EventPublisher publisher, AppRateLimits rates, IdempotentAnswers answers)
{
    public async ValueTask<HttpError?> HandleAsync(RestRequest request)
    {
        var publish = new PublishRequest();
        if (PublishRequestReader.ReadBody(request.Body.Span, publish) is { } malformed)
        {
            return malformed;
        }

        if (request.Query.HasOwnParameters)
        {
            PublishRequestReader.ReadQuery(request.Context.Request.Query, publish);
        }

        publish.IdempotencyKey ??= IdempotentAnswers.KeyOf(request);
        publish.IsMirrored = MirrorHeader.IsIn(request.Context.Request);
        if ((PublishRules.Check(publish, request.App.Limits) ?? await rates.TakeEventsAsync(request.App, publish.Channels.Count)) is { } refused)
        {
            return refused;
        }

        ReadOnlyMemory<byte> answer = await answers.OnceAsync(request, "event", publish.IdempotencyKey, publish, publisher.PublishAsync);
        JsonAnswer.Write(request.Context.Response, answer.Span);
        return null;
    }
}
