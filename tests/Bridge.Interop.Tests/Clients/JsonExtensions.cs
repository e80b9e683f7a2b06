// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Encodings.Web;
using System.Text.Json;

namespace Bridge.Interop.Tests.Clients;

internal static class JsonExtensions
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as <c>JSON.stringify</c> would write it.</summary>
    public static string ToCompactString(this JsonElement value) => JsonSerializer.Serialize(value, Relaxed);
}
