// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Clients;

namespace Bridge.Farm.Tests.Presence;

/// <summary>A member of the channels who keeps what it was told of the others.</summary>
/// <param name="name">For messages.</param>
/// <param name="client">The client.</param>
/// <param name="presence">The presence channel.</param>
/// <param name="counted">The channel whose subscriptions are counted.</param>
internal sealed class Observer(string name, ITestClient client, string presence, string counted)
{
    private readonly List<string> _news = [];
    private int _count;

    /// <summary>Reads until it was told all of this, and last this number.</summary>
    public async Task SeesAsync(IEnumerable<string> news, int count)
    {
        while (!Multiset.Contains(_news, news))
        {
            Record(await client.NextAsync(presence));
        }

        while (_count != count)
        {
            ReceivedEvent next = await client.NextAsync(counted);
            if (next.Name == TestEvents.SubscriptionCount)
            {
                _count = JsonElement.Parse(next.Data).GetProperty("subscription_count").GetInt32();
            }
        }
    }

    /// <summary>Asserts that it was told this, each as often as it is here, and nothing more, when a mark has come.</summary>
    public async Task AssertSawExactlyAsync(IReadOnlyCollection<string> news)
    {
        ReceivedEvent next;
        while ((next = await client.NextAsync(presence)).Name != TestEvents.Fence)
        {
            Record(next);
        }

        Multiset.AssertEqual(news, _news, name);
    }

    private void Record(ReceivedEvent received)
    {
        if (received.Name is TestEvents.MemberAdded or TestEvents.MemberRemoved)
        {
            string user = JsonElement.Parse(received.Data) is var data && data.TryGetProperty("user_id", out JsonElement id)
                ? id.GetString()!
                : data.GetProperty("userId").GetString()!;
            _news.Add($"{received.Name["pusher:".Length..]} {user}");
        }
    }
}
