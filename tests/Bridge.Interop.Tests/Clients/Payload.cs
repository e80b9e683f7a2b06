// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Interop.Tests.Clients;

/// <summary>Data that a careless JSON library would change on the way: a date, letters of all kinds, names in any case.</summary>
internal static class Payload
{
    public static JsonElement Value { get; } = JsonElement.Parse(
        """
        {
          "text": "Größe <b> & 'quoted' \"twice\" \\ / \u2028 日本語 😀",
          "at": "2026-01-02T03:04:05.678Z",
          "PascalCase": true,
          "snake_case": 9007199254740991,
          "small": 0.1,
          "nothing": null,
          "list": [1, "two", { "three": [] }]
        }
        """);

    public static string Json { get; } = Value.ToCompactString();

    /// <summary>The event with this data as a client has to get it.</summary>
    public static ReceivedEvent On(string channel, string name, string? userId = null) => new(channel, name, Json, userId);
}
