// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher;

/// <summary>Why an HTTP request is refused: a status that Pusher libraries know, and one line of plain text.</summary>
internal sealed record HttpError(int Status, string Message)
{
    public static HttpError BadRequest(string message) => new(StatusCodes.Status400BadRequest, message);

    public static HttpError Unauthorized(string message) => new(StatusCodes.Status401Unauthorized, message);

    public static HttpError Forbidden(string message) => new(StatusCodes.Status403Forbidden, message);

    public static HttpError NotFound(string message) => new(StatusCodes.Status404NotFound, message);

    public static HttpError TooLarge(string message) => new(StatusCodes.Status413PayloadTooLarge, message);

    /// <summary>Too much in this second; the next one begins anew.</summary>
    public static HttpError TooMany(string message) => new(StatusCodes.Status429TooManyRequests, message);

    public static HttpError Missing(string parameter) => BadRequest($"Missing required parameter: {parameter}");

    /// <summary>Writes the answer.</summary>
    public Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        response.ContentType = "text/plain; charset=utf-8";
        response.Headers.XContentTypeOptions = "nosniff";
        if (Status == StatusCodes.Status429TooManyRequests)
        {
            response.Headers.RetryAfter = "1";
        }

        byte[] text = Encoding.UTF8.GetBytes(Message + "\n");
        response.ContentLength = text.Length;
        return response.Body.WriteAsync(text).AsTask();
    }
}
