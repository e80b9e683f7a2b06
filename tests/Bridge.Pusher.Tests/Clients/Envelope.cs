// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;

namespace Bridge.Pusher.Tests.Clients;

/// <summary>The form that every message of the server has (docs/specs/pusher.md, "Envelope").</summary>
internal static class Envelope
{
    private static readonly string[] Members = ["event", "channel", "data", "user_id"];

    /// <summary>Reads a message and checks the rules that hold for all of them.</summary>
    public static JsonElement Read(ReadOnlyMemory<byte> utf8)
    {
        using JsonDocument document = JsonDocument.Parse(utf8);
        JsonElement message = document.RootElement.Clone();
        Assert.All(message.EnumerateObject(), member => Assert.Contains(member.Name, Members));
        Assert.Equal(JsonValueKind.String, message.GetProperty("event").ValueKind);

        // Swift and .NET read errors only when the data is an object, and everything else only when it is a string.
        JsonValueKind expected = message.Event() == "pusher:error" ? JsonValueKind.Object : JsonValueKind.String;
        Assert.True(message.TryGetProperty("data", out JsonElement data) && data.ValueKind == expected, $"Wrong data: {message}");
        Assert.True(!message.TryGetProperty("channel", out JsonElement channel) || channel.ValueKind == JsonValueKind.String, $"Wrong channel: {message}");
        return message;
    }

    public static string Event(this JsonElement message) => message.GetProperty("event").GetString()!;

    public static string? Channel(this JsonElement message) =>
        message.TryGetProperty("channel", out JsonElement channel) ? channel.GetString() : null;

    public static string Data(this JsonElement message) => message.GetProperty("data").GetString()!;

    /// <summary>The JSON that the data string holds.</summary>
    public static JsonElement DataObject(this JsonElement message) => JsonSerializer.Deserialize<JsonElement>(message.Data());
}
