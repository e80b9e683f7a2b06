// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Core.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.RestApi;

/// <summary>Reads the events of REST requests. What they say is checked later; here only types are.</summary>
internal static class PublishRequestReader
{
    /// <summary>Reads a body that is one event. An empty body says nothing.</summary>
    public static HttpError? ReadBody(ReadOnlySpan<byte> body, PublishRequest target) =>
        body.IsEmpty ? null : JsonBody.Read(body, target, ReadEvent);

    /// <summary>Reads one event; the reader stands on its first token, and then on its last.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static HttpError? ReadEvent(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, PublishRequest target)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return HttpError.BadRequest("An event should be a JSON object");
        }

        HttpError? error = null;
        while (error is null && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            error = ReadParameter(ref reader, body, target);
        }

        return error;
    }

    /// <summary>Takes from the query string what the body did not say.</summary>
    public static void ReadQuery(IQueryCollection query, PublishRequest target)
    {
        target.Name ??= query["name"];
        target.SocketId ??= query["socket_id"];
        target.Info ??= query["info"];
        target.IdempotencyKey ??= query["idempotency_key"];
        if (target.Data is null && (string?)query["data"] is { } data)
        {
            target.Data = EventData.FromText(data);
            target.DataBytes = Encoding.UTF8.GetByteCount(data);
        }

        if (target.Channels.Count > 0)
        {
            return;
        }

        foreach ((string key, StringValues values) in query)
        {
            if (key is "channel" or "channels" || key.StartsWith("channels[", StringComparison.Ordinal))
            {
                target.Channels.AddRange(values.OfType<string>());
            }
        }
    }

    private static HttpError? ReadParameter(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, PublishRequest target)
    {
        if (reader.ValueTextEquals("data"u8))
        {
            reader.Read();
            ReadData(ref reader, body, target);
            return null;
        }

        if (reader.ValueTextEquals("channels"u8))
        {
            return ReadChannels(ref reader, target);
        }

        if (reader.ValueTextEquals("channel"u8))
        {
            HttpError? error = JsonBody.ReadText(ref reader, "channel", out string? channel);
            if (channel is not null)
            {
                target.Channels.Add(channel);
            }

            return error;
        }

        if (reader.ValueTextEquals("name"u8))
        {
            HttpError? error = JsonBody.ReadText(ref reader, "name", out string? name);
            target.Name = name;
            return error;
        }

        if (reader.ValueTextEquals("socket_id"u8))
        {
            HttpError? error = JsonBody.ReadText(ref reader, "socket_id", out string? socketId);
            target.SocketId = socketId;
            return error;
        }

        if (reader.ValueTextEquals("info"u8))
        {
            HttpError? error = JsonBody.ReadText(ref reader, "info", out string? info);
            target.Info = info;
            return error;
        }

        if (reader.ValueTextEquals("idempotency_key"u8))
        {
            HttpError? error = JsonBody.ReadText(ref reader, "idempotency_key", out string? key);
            target.IdempotencyKey = key;
            return error;
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    private static void ReadData(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, PublishRequest target)
    {
        int start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.String)
        {
            target.Data = EventData.FromStringToken(body[start..(int)reader.BytesConsumed]);
            target.DataBytes = JsonStringToken.TextLength(reader.ValueSpan);
            return;
        }

        reader.Skip();
        ReadOnlySpan<byte> json = body[start..(int)reader.BytesConsumed];
        target.Data = EventData.FromJson(json);
        target.DataBytes = json.Length;
    }

    private static HttpError? ReadChannels(ref Utf8JsonReader reader, PublishRequest target)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return reader.TokenType == JsonTokenType.Null ? null : HttpError.BadRequest("channels should be an array of strings");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (JsonBody.TextOf(ref reader) is not { } channel)
            {
                return HttpError.BadRequest("channels should be an array of strings");
            }

            target.Channels.Add(channel);
        }

        return null;
    }
}
