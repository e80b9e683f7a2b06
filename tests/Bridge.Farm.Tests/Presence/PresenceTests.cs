// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Reports;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Presence;

/// <summary>Who is there, how many, and what the back end is told, after something was done to the farm.</summary>
public sealed class PresenceTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    private const string Newcomer = "newcomer";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly BridgeFarm _farm = farm;

    private IEnumerable<string> Users => _farm.Nodes.Select(node => node.Name).Append(Gathering.Traveller);

    [Fact]
    public async Task Kill_PeopleOfTheNode_AreGoneAndTheBackEndIsToldOnce()
    {
        await using Gathering people = await GatherAsync();

        await Second.KillAsync();
        await people.LeaveAsync(Second);
        TimeSpan time = await people.WaitUntilRightAsync([First, Third], First.Name, Third.Name, Gathering.Traveller);

        Keep("kill -9 a node", time);
        await AssertToldAsync(people, leaving: [First, Third]);
    }

    [Fact]
    public async Task FreezePastTheLease_PeopleAreGoneAndComeBackWhenItWakes_AndTheBackEndIsToldOfBoth()
    {
        await using Gathering people = await GatherAsync();

        await Second.FreezeAsync();
        TimeSpan gone = await people.WaitUntilRightAsync([First, Third], First.Name, Third.Name, Gathering.Traveller);
        await Second.WakeAsync();
        TimeSpan back = await WaitUntilAllAreThereAsync(people);

        Keep("freeze a node past its lease", gone);
        Keep("wake it", back);
        await AssertToldAsync(people, leaving: _farm.Nodes, Second.Name);
    }

    [Fact]
    public async Task RollingRestart_PeopleOfEachNodeGoAndOthersCome_TheBackEndIsToldOnce()
    {
        await using Gathering people = await GatherAsync();
        List<string> residents = [.. _farm.Nodes.Select(node => node.Name)];
        TimeSpan longest = TimeSpan.Zero;

        foreach (FarmNode node in _farm.Nodes)
        {
            await node.StopAsync();
            await people.LeaveAsync(node);
            residents.Remove(node.Name);
            TimeSpan gone = await people.WaitUntilRightAsync([.. _farm.Nodes.Where(other => other != node)], [.. residents, Gathering.Traveller]);
            longest = gone > longest ? gone : longest;
            await node.StartAsync();
            residents.Add(Second(node));
            await people.GatherAsync(node, Second(node));
            await people.WaitUntilRightAsync(_farm.Nodes, [.. residents, Gathering.Traveller]);
        }

        Keep("rolling restart of all nodes", longest);
        await AssertToldAsync(people, leaving: _farm.Nodes, [.. residents]);

        static string Second(FarmNode node) => $"second of {node.Name}";
    }

    [Fact]
    public async Task RedisRestartsEmpty_EverybodyIsThereAgainAndTheBackEndIsToldOnce()
    {
        await using Gathering people = await GatherAsync();

        await _farm.Redis.KillAsync();
        await Task.WhenAll(_farm.Nodes.Select(node => node.WaitUntilDegradedAsync()));
        await _farm.Redis.StartAsync();
        await people.JoinAsync(First, Newcomer);
        TimeSpan time = await WaitUntilAllAreThereAsync(people, Newcomer);

        Keep("stop Redis and start it again, empty", time);
        await AssertToldAsync(people, leaving: _farm.Nodes, Newcomer);
    }

    [Fact]
    public async Task LineOfOneNodeIsCut_AndComesBack_EverybodyIsThereAgain()
    {
        await using Gathering people = await GatherAsync();

        First.CutOffFromRedis();
        await First.WaitUntilDegradedAsync();
        await people.JoinAsync(First, Newcomer);
        First.ConnectToRedis();
        TimeSpan time = await WaitUntilAllAreThereAsync(people, Newcomer);

        Keep("cut one node off from Redis, join, connect it again", time);
        await AssertToldAsync(people, leaving: _farm.Nodes, Newcomer);
    }

    private async Task<Gathering> GatherAsync()
    {
        var people = new Gathering(_farm);
        foreach (FarmNode node in _farm.Nodes)
        {
            await people.GatherAsync(node);
        }

        await WaitUntilAllAreThereAsync(people);
        return people;
    }

    private Task<TimeSpan> WaitUntilAllAreThereAsync(Gathering people, params string[] newcomers) =>
        people.WaitUntilRightAsync(_farm.Nodes, [.. Users, .. newcomers]);

    private void Keep(string scenario, TimeSpan time)
    {
        _farm.Outcomes.Add(new PresenceOutcome(scenario, time));
        Assert.InRange(time, TimeSpan.Zero, Limit);
    }

    /// <summary>When all have left, the back end has heard of everybody's coming and going as often as it happened.</summary>
    /// <param name="people">The people.</param>
    /// <param name="leaving">The nodes with somebody left.</param>
    /// <param name="others">Who came besides, or once more.</param>
    private async Task AssertToldAsync(Gathering people, IEnumerable<FarmNode> leaving, params string[] others)
    {
        foreach (FarmNode node in leaving)
        {
            await people.LeaveAsync(node);
        }

        string[] users = [.. Users, .. others];
        string[] expected =
            ["channel_occupied ", "channel_vacated ", .. users.Select(user => $"member_added {user}"), .. users.Select(user => $"member_removed {user}")];
        List<string> told = [];
        try
        {
            while (told.Count < expected.Length)
            {
                Add(told, people.Channel, JsonElement.Parse(await _farm.Webhooks.NextAsync()));
            }
        }
        catch (TimeoutException)
        {
            // The comparison says better what is missing.
        }

        Assert.True(
            expected.Order(StringComparer.Ordinal).SequenceEqual(told.Order(StringComparer.Ordinal)),
            $"The back end was not told {string.Join(", ", expected.Except(told))}. It was told {string.Join(", ", told)}");
    }

    private static void Add(List<string> told, string channel, JsonElement webhook)
    {
        if (webhook.GetProperty("channel").GetString() == channel)
        {
            string user = webhook.TryGetProperty("user_id", out JsonElement id) ? id.GetString()! : "";
            told.Add($"{webhook.GetProperty("name").GetString()} {user}");
        }
    }
}
