// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;

namespace Bridge.Pusher.Tests.Webhooks;

/// <summary>
/// Clients of both kinds come, go and get lost in any order, some with a signed member and some as the user they signed in as.
/// Whatever happens, the webhooks of the channel form a history that can have happened, and it ends with nobody there.
/// </summary>
public sealed class WebhookHistoryTests
{
    private const string Room = "presence-room";
    private const int Actors = 4;
    private const int Visits = 8;
    private static readonly string[] Users = ["ann", "bob", "cid"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task JoinsLeavesDropsAndSignIns_AnyInterleaving_AreToldAsACorrectHistory(int seed)
    {
        await using WebhookReceiver receiver = await WebhookReceiver.StartAsync();

        // A request that times out on the test's clock would be sent again, and told twice.
        await using PusherHost host = await PusherHost.StartAsync(
            app => app.Webhooks.Add(new(receiver.Url) { Timeout = TimeSpan.FromMinutes(1) }));
        PusherClient witness = await host.ConnectAsync();
        await witness.JoinAsync(Room, """{"user_id":"witness"}""");

        await Task.WhenAll(Enumerable.Range(0, Actors).Select(actor => Task.Run(() => ActAsync(host, new Random((seed * Actors) + actor)))));
        await SeeEverybodyLeaveAsync(host, witness);

        // Whoever got lost has not come back.
        host.Time.Advance(TimeSpan.FromSeconds(3));
        await witness.UnsubscribeAsync(Room);
        List<string> history = [];
        while (!history.Contains($"channel_vacated {Room}"))
        {
            history.AddRange((await receiver.NextAsync()).Words);
        }

        AssertIsHistory(history);
        Assert.Empty(host.Errors);
    }

    /// <summary>Visits the channel again and again, each time in another way.</summary>
    private static async Task ActAsync(PusherHost host, Random random)
    {
        for (int visit = 0; visit < Visits; visit++)
        {
            string user = random.GetItems(Users, 1)[0];
            bool signsIn = random.Next(2) == 0;
            bool unsubscribes = random.Next(2) == 0;
            if (random.Next(2) == 0)
            {
                await VisitAsync(await host.ConnectAsync(), user, signsIn, unsubscribes);
            }
            else
            {
                await VisitAsync(await host.ConnectNativeAsync(), user, signsIn, unsubscribes);
            }

            if (random.Next(3) == 0)
            {
                host.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 4)));
            }
        }
    }

    private static async Task VisitAsync(PusherClient client, string user, bool signsIn, bool unsubscribes)
    {
        if (signsIn)
        {
            await client.SignInAsync($$"""{"id":"{{user}}"}""");
        }

        await client.SubscribeAsync(Room, signsIn ? null : $$"""{"user_id":"{{user}}"}""");
        while ((await client.NextAsync()).Event() != "pusher_internal:subscription_succeeded")
        {
        }

        if (unsubscribes)
        {
            await client.UnsubscribeAsync(Room);
        }

        await client.DisposeAsync();
    }

    private static async Task VisitAsync(NativeClient client, string user, bool signsIn, bool unsubscribes)
    {
        if (signsIn)
        {
            await client.SignInAsync($$"""{"id":"{{user}}"}""");
        }

        await client.SubscribeAsync(Room, signsIn ? null : $$"""{"user_id":"{{user}}"}""");
        if (unsubscribes)
        {
            await client.InvokeAsync("Unsubscribe", Room);
        }

        await client.DisposeAsync();
    }

    /// <summary>
    /// Follows the news of the channel until the server itself says that nobody else is left. Every join was answered before,
    /// so whoever is still connected is also still among the members.
    /// </summary>
    private static async Task SeeEverybodyLeaveAsync(PusherHost host, PusherClient witness)
    {
        PusherClient late = await host.ConnectAsync();
        JsonElement present = await late.JoinAsync(Room, """{"user_id":"late"}""");
        HashSet<string> left = [.. present.DataObject().GetProperty("presence").GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)];
        left.ExceptWith(["witness", "late"]);
        while (left.Count > 0)
        {
            left.Remove((await late.NextAsync("pusher_internal:member_removed")).DataObject().GetProperty("user_id").GetString()!);
        }

        await late.DisposeAsync();
        while ((await witness.NextAsync()) is var news && news.Event() != "pusher_internal:member_removed"
            || news.DataObject().GetProperty("user_id").GetString() != "late")
        {
        }
    }

    private static void AssertIsHistory(IReadOnlyList<string> history)
    {
        Assert.Equal([$"channel_occupied {Room}", $"member_added {Room} witness"], history.Take(2));
        Assert.Equal($"channel_vacated {Room}", history[^1]);
        HashSet<string> present = [];
        foreach (string[] words in history.Skip(1).SkipLast(1).Select(item => item.Split(' ')))
        {
            bool fits = words[0] == "member_added" ? present.Add(words[2]) : words[0] == "member_removed" && present.Remove(words[2]);
            Assert.True(fits, $"'{string.Join(' ', words)}' does not fit into {string.Join(", ", history)}.");
        }

        Assert.Empty(present);
    }
}
