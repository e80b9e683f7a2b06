// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Mirror;
using Bridge.Pusher.RateLimits;

namespace Bridge.Pusher.RestApi;

/// <summary><c>POST /apps/{id}/batch_events</c>: publishes several events, all or none of which are accepted, in their order.</summary>
internal sealed class BatchEndpoint(EventPublisher publisher, AppRateLimits rates, IdempotentAnswers answers)
{
    private static readonly ReadOnlyMemory<byte> Empty = "{}"u8.ToArray();

    public async ValueTask<HttpError?> HandleAsync(RestRequest request)
    {
        var batch = new BatchRequest();
        if (new BatchRequestReader(request.App.Limits.MaxEventsPerBatch).ReadBody(request.Body.Span, batch) is { } malformed)
        {
            return malformed;
        }

        batch.IdempotencyKey ??= IdempotentAnswers.KeyOf(request);
        if ((PublishRules.Check(batch, request.App.Limits) ?? await rates.TakeEventsAsync(request.App, batch.Events.Count)) is { } refused)
        {
            return refused;
        }

        ReadOnlyMemory<byte> answer = await answers.OnceAsync(
            request, "batch", batch.IdempotencyKey, (request, batch.Events), (_, state) => PublishAsync(state.request, state.Events));
        JsonAnswer.Write(request.Context.Response, answer.Span);
        return null;
    }

    private async ValueTask<ReadOnlyMemory<byte>> PublishAsync(RestRequest request, List<PublishRequest> events)
    {
        List<ReadOnlyMemory<byte>> parts = [];
        bool hasInfo = false;
        bool isMirrored = MirrorHeader.IsIn(request.Context.Request);
        foreach (PublishRequest publish in events)
        {
            publish.IsMirrored = isMirrored;
            hasInfo |= publish.Attributes != ChannelAttributes.None;
            parts.Add(await answers.OnceAsync(request, "batch-event", publish.IdempotencyKey, publish, publisher.PublishOfBatchAsync));
        }

        return !hasInfo ? Empty : ChannelJson.ObjectOf(parts, static (json, parts) =>
        {
            json.WriteStartArray("batch"u8);
            foreach (ReadOnlyMemory<byte> part in parts)
            {
                json.WriteRawValue(part.Span, skipInputValidation: true);
            }

            json.WriteEndArray();
        });
    }
}
