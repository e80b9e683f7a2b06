// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Clients;

namespace Bridge.Farm.Tests.Presence;

/// <summary>What the back end was told of two channels.</summary>
/// <param name="webhooks">The back end.</param>
/// <param name="presence">The presence channel.</param>
/// <param name="counted">The channel whose subscriptions are counted.</param>
internal sealed class WebhookLog(WebhookTestReceiver webhooks, string presence, string counted)
{
    /// <summary>The prefix of what is told of the channel whose subscriptions are counted.</summary>
    public const string Counted = "counted: ";

    private readonly List<string> _told = [];
    private int _count = -1;

    /// <summary>Reads until all of this was told, and last this number.</summary>
    public async Task HearsAsync(IReadOnlyCollection<string> news, int? count = null)
    {
        try
        {
            while (!Multiset.Contains(_told, news) || (count is { } expected && expected != _count))
            {
                Record(JsonElement.Parse(await webhooks.NextAsync()));
            }
        }
        catch (TimeoutException)
        {
            Multiset.AssertEqual(news, _told, "The back end");
            Assert.Equal(count, _count);
        }
    }

    /// <summary>Asserts that this was told, each as often as it is here, and nothing more.</summary>
    public async Task AssertHeardExactlyAsync(IReadOnlyCollection<string> news)
    {
        await HearsAsync(news);
        Multiset.AssertEqual(news, _told, "The back end");
    }

    private void Record(JsonElement webhook)
    {
        string name = webhook.GetProperty("name").GetString()!;
        string? channel = webhook.GetProperty("channel").GetString();
        if (channel == presence)
        {
            _told.Add(webhook.TryGetProperty("user_id", out JsonElement user) ? $"{name} {user.GetString()}" : name);
        }
        else if (channel == counted && name == "subscription_count")
        {
            _count = webhook.GetProperty("subscription_count").GetInt32();
        }
        else if (channel == counted && !(name == "cache_miss" && _told.Contains($"{Counted}{name}")))
        {
            // How often nothing was found is a matter of time: it is told again after a while.
            _told.Add(Counted + (webhook.TryGetProperty("data", out JsonElement data) ? $"{name} {data.GetString()}" : name));
        }
    }
}
