// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Reads the body of a request to an auth endpoint: a form or a JSON object.</summary>
internal static class AuthFieldsReader
{
    private const int MaxBodyBytes = 65_536;

    private static readonly HttpError Unreadable = HttpError.BadRequest("The request body could not be read");

    /// <summary>Reads the fields; an error when there are none to read.</summary>
    public static async Task<(AuthFields? Fields, HttpError? Error)> ReadAsync(HttpRequest request)
    {
        HttpContext context = request.HttpContext;
        if (context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false })
        {
            return (null, HttpError.BadRequest("The anti-forgery token is missing or wrong"));
        }

        if (!request.HasFormContentType && !request.HasJsonContentType())
        {
            return (null, HttpError.BadRequest("The request should be a form or JSON"));
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBodyBytes;
        }

        try
        {
            return request.HasFormContentType
                ? (new AuthFields(await request.ReadFormAsync(context.RequestAborted)), null)
                : await ReadJsonAsync(request);
        }
        catch (BadHttpRequestException exception)
        {
            return (null, new HttpError(exception.StatusCode, Unreadable.Message));
        }
        catch (Exception exception) when (exception is InvalidDataException or JsonException or InvalidOperationException)
        {
            // Among them escaped lone surrogates, which are well-formed JSON, but no text.
            return (null, Unreadable);
        }
    }

    private static async Task<(AuthFields? Fields, HttpError? Error)> ReadJsonAsync(HttpRequest request)
    {
        using JsonDocument document = await JsonDocument.ParseAsync(request.Body, default, request.HttpContext.RequestAborted);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? (new AuthFields([.. document.RootElement.EnumerateObject().Select(Field)]), null)
            : (null, HttpError.BadRequest("The request body should be a JSON object"));
    }

    private static KeyValuePair<string, StringValues> Field(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Array => new(property.Name + "[]", property.Value.EnumerateArray().Select(TextOf).ToArray()),
        _ => new(property.Name, TextOf(property.Value)),
    };

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
