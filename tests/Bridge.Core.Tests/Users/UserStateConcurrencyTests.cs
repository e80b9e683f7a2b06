// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;

namespace Bridge.Core.Tests.Users;

/// <summary>Lets threads at the state all at once. A case is named by the seed of its threads' programs.</summary>
[Collection(ConcurrencyCollection.Name)]
public sealed class UserStateConcurrencyTests
{
    private const int Threads = 4;
    private const int StepsPerThread = 400;
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(3);
    private static readonly string[] Ids = ["ann", "bob", "cid"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task SignInsAndSignOuts_WatchedFromTheStart_AreToldAsOneCorrectHistory(int seed)
    {
        ManualTimeProvider time = new();
        RecordingUserObserver observer = new();
        InMemoryUserState users = new(observer, Delay, time);
        await users.WatchAsync("w", Ids, CancellationToken.None);

        HashSet<string> signedIn = [];
        await ConcurrentRun.OnThreadsAsync(Threads, seed, async (thread, random) =>
        {
            HashSet<string> mine = [];
            for (int i = 0; i < StepsPerThread; i++)
            {
                string id = random.GetItems(Ids, 1)[0];
                switch (random.Next(4))
                {
                    case 0:
                        await users.SignInAsync(id, $"{thread}", CancellationToken.None);
                        mine.Add(id);
                        break;
                    case 1:
                        await users.SignOutAsync(id, $"{thread}", CancellationToken.None);
                        mine.Remove(id);
                        break;
                    case 2:
                        time.Advance(TimeSpan.FromSeconds(random.Next(3)));
                        break;
                    case 3:
                        await users.WatchAsync($"w{thread}", Ids[..random.Next(Ids.Length)], CancellationToken.None);
                        break;
                }
            }

            users.Unwatch($"w{thread}");
            lock (signedIn)
            {
                signedIn.UnionWith(mine);
            }
        });

        time.Advance(Delay);
        Assert.Equal(signedIn.Order(), OnlineAfter(observer.To("w")).Order());
        Assert.Equal((Ids.Length, 1), users.EntryCounts);

        foreach (string id in Ids)
        {
            for (int thread = 0; thread < Threads; thread++)
            {
                await users.SignOutAsync(id, $"{thread}", CancellationToken.None);
            }
        }

        time.Advance(Delay);
        users.Unwatch("w");
        Assert.Empty(OnlineAfter(observer.To("w")));
        Assert.Equal((0, 0), users.EntryCounts);
        Assert.Equal(0, time.ArmedTimerCount);
    }

    // The first news are the state at the start; from then on everyone comes and goes in turn.
    private static HashSet<string> OnlineAfter(IReadOnlyList<(string[] Online, string[] Offline)> news)
    {
        HashSet<string> online = [.. news[0].Online];
        foreach ((string[] came, string[] went) in news.Skip(1))
        {
            Assert.All(came, id => Assert.True(online.Add(id), $"{id} was online already."));
            Assert.All(went, id => Assert.True(online.Remove(id), $"{id} was offline already."));
        }

        return online;
    }
}
