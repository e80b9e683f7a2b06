// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Authorization;
using Bridge.Core.Hubs;
using Bridge.Core.Presence;
using Bridge.Core.Tests.Hubs;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.Groups;

/// <summary>
/// Members come and go while others subscribe: the snapshot that a subscriber is answered and the news it gets after it add up
/// exactly, with nothing told twice and nothing left out. A case is named by its seed.
/// </summary>
[Collection(ConcurrencyCollection.Name)]
public sealed class SnapshotConcurrencyTests
{
    private const string Room = "presence-room";
    private const int Threads = 3;
    private const int StepsPerThread = 150;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Subscribe_WhileOthersComeAndGo_SnapshotAndNewsAddUp(int seed)
    {
        await using var host = new HubTestHost<ChannelHub>(
            options => options.Shards = 2,
            services => services.AddSingleton<IChannelStateFactory, YieldingChannelState.Factory>());
        NativeTestClient[] natives = [await host.ConnectNativeAsync(), await host.ConnectNativeAsync(), await host.ConnectNativeAsync()];
        DialectTestClient[] legacies = [await host.ConnectDialectAsync(), await host.ConnectDialectAsync(), await host.ConnectDialectAsync()];
        string[] auths = await Task.WhenAll(natives.Select(AuthAsync));

        await ConcurrentRun.OnThreadsAsync(Threads, seed, async (thread, random) =>
        {
            TestClient[] passers =
            [
                await host.AddAsync(ClientKind.Native, $"passer-{thread}"),
                await host.AddAsync(ClientKind.Dialect, $"passer-{thread}"),
                await host.AddAsync(ClientKind.Dialect, $"other-{thread}"),
            ];
            int joinAt = random.Next(StepsPerThread);
            for (int i = 0; i < StepsPerThread; i++)
            {
                if (i == joinAt)
                {
                    await natives[thread].InvokeAsync(
                        "join", "Subscribe", $$"""["{{Room}}",{"auth":"{{auths[thread]}}","channelData":"native-{{thread}}"}]""");
                    await legacies[thread].SubscribeAsync(Room, ChannelGrant.AllowedAs(new PresenceMember($"legacy-{thread}", null)));
                }

                string passer = random.GetItems(passers, 1)[0].ConnectionId;
                await (random.Next(2) == 0
                    ? host.Manager.AddToGroupAsync(passer, Room)
                    : host.Manager.RemoveFromGroupAsync(passer, Room));
            }
        });

        // The subscriptions may still be on their way when the others have stopped; a legacy client's answer tells.
        var known = new List<HashSet<string>>();
        foreach (DialectTestClient client in legacies)
        {
            known.Add(await MembersAsync(client));
        }

        foreach (NativeTestClient client in natives)
        {
            known.Add(await MembersAsync(client));
        }

        await host.Manager.SendGroupAsync(Room, "End", []);
        TestClient[] subscribers = [.. legacies, .. natives];
        for (int i = 0; i < subscribers.Length; i++)
        {
            await FollowAsync(subscribers[i], known[i], $"seed {seed}, {subscribers[i].GetType().Name} {i % Threads}");
        }

        Assert.All(known, members => Assert.Equal(known[0].Order(), members.Order()));
        ChannelOccupancy occupancy = await host.Queries.GetOccupancyAsync(Room);
        Assert.Equal(known[0].Count, occupancy.UserCount);
        Assert.Superset(new HashSet<string>(["native-0", "native-1", "native-2", "legacy-0", "legacy-1", "legacy-2"]), known[0]);
    }

    private static async Task<string> AuthAsync(NativeTestClient client)
    {
        await client.InvokeAsync("id", "GetSocketId", "[]");
        return "ok:" + (await client.ReadRecordAsync()).GetProperty("result").GetString();
    }

    private static async Task<HashSet<string>> MembersAsync(DialectTestClient client)
    {
        string[] answer = (await client.ReadAsync()).Split(' ');
        Assert.Equal("subscribed:" + Room, answer[0]);
        return [.. answer[2].Split(',')];
    }

    private static async Task<HashSet<string>> MembersAsync(NativeTestClient client)
    {
        JsonElement answer = await client.ReadRecordAsync();
        return [.. answer.GetProperty("result").GetProperty("members").EnumerateArray()
            .Select(member => member.GetProperty("userId").GetString()!)];
    }

    /// <summary>Applies the news until the end of the run, and asserts that each of them can follow from what is known.</summary>
    private static async Task FollowAsync(TestClient client, HashSet<string> known, string context)
    {
        string words;
        while ((words = await client.ReadAsync()) != "End []")
        {
            string[] parts = words.Split(' ', 2);
            using JsonDocument arguments = JsonDocument.Parse(parts[1]);
            string user = arguments.RootElement[0].GetProperty("user_id").GetString()!;
            bool fits = parts[0] == "pusher:member_added" ? known.Add(user) : known.Remove(user);
            Assert.True(fits, $"{context}: {parts[0]} of {user} does not follow from what it knew.");
        }
    }
}
