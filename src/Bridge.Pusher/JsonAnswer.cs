// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Net.Mime;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher;

/// <summary>Answers with JSON whose length is told, as simple HTTP clients expect it.</summary>
internal static class JsonAnswer
{
    /// <summary>Writes the answer.</summary>
    public static void Write(HttpResponse response, ReadOnlySpan<byte> json)
    {
        response.ContentType = MediaTypeNames.Application.Json;
        response.ContentLength = json.Length;
        response.BodyWriter.Write(json);
    }
}
