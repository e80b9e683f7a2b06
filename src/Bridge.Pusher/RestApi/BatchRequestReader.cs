// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Pusher.RestApi;

/// <summary>Reads a batch of events. What they say is checked later; here only types are.</summary>
internal sealed class BatchRequestReader(int maxEvents)
{
    /// <summary>Reads a body that is a batch.</summary>
    public HttpError? ReadBody(ReadOnlySpan<byte> body, BatchRequest target) =>
        body.IsEmpty ? null : JsonBody.Read(body, target, ReadBatch);

    private HttpError? ReadBatch(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, BatchRequest target)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return HttpError.BadRequest("A batch should be a JSON object");
        }

        HttpError? error = null;
        while (error is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("batch"u8))
            {
                error = ReadEvents(ref reader, body, target);
            }
            else if (reader.ValueTextEquals("idempotency_key"u8))
            {
                error = JsonBody.ReadText(ref reader, "idempotency_key", out string? key);
                target.IdempotencyKey = key;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return error;
    }

    private HttpError? ReadEvents(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, BatchRequest target)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return HttpError.BadRequest("batch should be an array of events");
        }

        HttpError? error = null;
        target.Count = 0;
        while (error is null && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (++target.Count > maxEvents)
            {
                reader.Skip();
                continue;
            }

            var publish = new PublishRequest();
            error = PublishRequestReader.ReadEvent(ref reader, body, publish);
            target.Events.Add(publish);
        }

        return error;
    }
}
