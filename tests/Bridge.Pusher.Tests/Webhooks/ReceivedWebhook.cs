// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Tests.Webhooks;

/// <summary>One request as a receiver got it.</summary>
internal sealed record ReceivedWebhook(string Path, IHeaderDictionary Headers, string Body)
{
    /// <summary>The events, each as its JSON.</summary>
    public IReadOnlyList<string> Events =>
        [.. JsonSerializer.Deserialize<JsonElement>(Body).GetProperty("events").EnumerateArray().Select(item => item.GetRawText())];

    /// <summary>The events in words: name, channel, and the user or the count.</summary>
    public IEnumerable<string> Words => Events.Select(text =>
    {
        JsonElement item = JsonSerializer.Deserialize<JsonElement>(text);
        string words = $"{item.GetProperty("name").GetString()} {item.GetProperty("channel").GetString()}";
        return item.TryGetProperty("user_id", out JsonElement user) ? $"{words} {user.GetString()}"
            : item.TryGetProperty("subscription_count", out JsonElement count) ? $"{words} {count.GetInt32()}"
            : words;
    });
}
