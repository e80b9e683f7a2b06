// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Cryptography;
using System.Text.Json;
using Bridge.SockJS.Transports;
using Microsoft.AspNetCore.Http;

namespace Bridge.SockJS.Endpoints;

/// <summary>Tells clients what the service can do.</summary>
/// <param name="options">The service's options.</param>
internal sealed class InfoEndpoint(SockJSOptions options)
{
    private const string AnyOrigin = "*:*";

    public Task AnswerAsync(HttpContext context)
    {
        using MemoryStream body = new();
        using (Utf8JsonWriter json = new(body))
        {
            json.WriteStartObject();
            json.WriteBoolean("websocket", options.Transports.HasFlag(SockJSTransports.WebSocket));
            if (options.Cors)
            {
                json.WriteStartArray("origins");
                json.WriteStringValue(AnyOrigin);
                json.WriteEndArray();
            }

            json.WriteBoolean("cookie_needed", options.JSessionId);

            // Clients mix it into their session ids; browsers of old had no good random numbers.
            json.WriteNumber("entropy", BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint))));
            if (options.BaseUrl is { } baseUrl)
            {
                json.WriteString("base_url", baseUrl);
            }

            json.WriteEndObject();
        }

        context.Response.ContentType = ContentTypes.Json;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body.GetBuffer().AsMemory(0, (int)body.Length)).AsTask();
    }
}
