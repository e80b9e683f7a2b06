// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Reports;
using Bridge.Interop.Tests.Clients;
using Xunit.Abstractions;

namespace Bridge.Farm.Tests.Presence;

/// <summary>Who is there, how many, and what clients and the back end are told, after something was done to the farm.</summary>
public sealed class PresenceTests(BridgeFarm farm, ITestOutputHelper output) : FarmTests(farm, output)
{
    private const string Newcomer = "newcomer";
    private const string Passer = "passer";

    private readonly BridgeFarm _farm = farm;

    private IEnumerable<string> Users => _farm.Nodes.Select(node => node.Name).Append(Gathering.Traveller).Append(Gathering.Watcher);

    [Fact]
    public async Task Kill_PeopleOfTheNode_AreGoneAndEverybodyIsToldOnce()
    {
        await using Gathering people = await GatherAsync();
        FarmNode[] survivors = [First, Third];

        var outcome = PresenceOutcome.Begin("kill -9 a node");
        await Second.KillAsync();
        await people.LeaveAsync(Second);
        await AssertRightAsync(outcome, people, survivors, [.. Users.Where(user => user != Second.Name)], Removed(Second.Name));

        await AssertToldAsync(people, survivors, lost: [Second]);
    }

    [Fact]
    public async Task FreezePastTheLease_PeopleAreGoneAndComeBackWhenItWakes_EverybodyIsToldOfBoth()
    {
        await using Gathering people = await GatherAsync();

        var frozen = PresenceOutcome.Begin("freeze a node past its lease");
        await Second.FreezeAsync();
        await AssertRightAsync(frozen, people, [First, Third], [.. Users.Where(user => user != Second.Name)], Removed(Second.Name));
        var woken = PresenceOutcome.Begin("wake it");
        await Second.WakeAsync();
        await AssertRightAsync(woken, people, _farm.Nodes, [.. Users], Added(Second.Name));

        await AssertToldAsync(people, _farm.Nodes, twice: [Second.Name]);
    }

    [Fact]
    public async Task RollingRestart_PeopleOfEachNodeGoAndOthersCome_TheBackEndIsToldOnce()
    {
        await using var people = new Gathering(_farm);
        foreach (FarmNode node in _farm.Nodes)
        {
            await people.GatherAsync(node);
        }

        List<string> residents = [.. _farm.Nodes.Select(node => node.Name)];
        PresenceOutcome? longest = null;
        foreach (FarmNode node in _farm.Nodes)
        {
            await node.StopAsync();
            var outcome = PresenceOutcome.Begin("rolling restart of all nodes");
            await people.LeaveAsync(node);
            residents.Remove(node.Name);
            FarmNode[] others = [.. _farm.Nodes.Where(other => other != node)];
            await people.AreKnownAsync(others, [.. residents, Gathering.Traveller]);
            outcome.IsKnown();
            await people.Told.HearsAsync([Removed(node.Name)], people.Count(others));
            outcome.IsTold();
            longest = longest is null || outcome.Told > longest.Told ? outcome : longest;
            await node.StartAsync();
            residents.Add(Second(node));
            await people.GatherAsync(node, Second(node));
            await people.AreKnownAsync(_farm.Nodes, [.. residents, Gathering.Traveller]);
        }

        _farm.Outcomes.Add(longest!);
        longest!.AssertInTime();
        foreach (FarmNode node in _farm.Nodes)
        {
            await people.LeaveAsync(node);
        }

        string[] users = [.. _farm.Nodes.Select(node => node.Name), .. residents, Gathering.Traveller];
        await people.Told.AssertHeardExactlyAsync([.. Channels, .. users.Select(Added), .. users.Select(Removed)]);

        static string Second(FarmNode node) => $"second of {node.Name}";
    }

    [Fact]
    public async Task RedisRestartsEmpty_EverybodyIsThereAgainAndIsToldOnce()
    {
        await using Gathering people = await GatherAsync();

        await _farm.Redis.KillAsync();
        await Task.WhenAll(_farm.Nodes.Select(node => node.WaitUntilDegradedAsync()));
        await _farm.Redis.StartAsync();
        var outcome = PresenceOutcome.Begin("stop Redis and start it again, empty; somebody joins");
        await people.JoinAsync(First, Newcomer);
        await AssertRightAsync(outcome, people, _farm.Nodes, [.. Users, Newcomer], Added(Newcomer));

        await AssertToldAsync(people, _farm.Nodes, more: [Newcomer]);
    }

    [Fact]
    public async Task LineOfOneNodeIsCut_AndComesBack_EverybodyIsThereAgain()
    {
        await using Gathering people = await GatherAsync();

        First.CutOffFromRedis();
        await First.WaitUntilDegradedAsync();
        await people.JoinAsync(First, Newcomer);
        var outcome = PresenceOutcome.Begin("cut one node off from Redis, join there, connect it again");
        First.ConnectToRedis();
        await AssertRightAsync(outcome, people, _farm.Nodes, [.. Users, Newcomer], Added(Newcomer));

        await AssertToldAsync(people, _farm.Nodes, more: [Newcomer]);
    }

    /// <summary>The node is taken for dead, without knowing; people come and go on both sides.</summary>
    [Fact]
    public async Task LineOfOneNodeStallsPastItsLease_PeopleComeAndGoOnBothSides_EverybodyIsThereAgain()
    {
        await using Gathering people = await GatherAsync();
        ITestClient passer = await people.JoinAsync(Second, Passer);

        await _farm.UntilReapedAsync(First, async () =>
        {
            First.StallLineToRedis();
            await First.WaitUntilDegradedAsync();
            await people.JoinAsync(First, Newcomer);
            await people.LeaveAsync(Second, passer);
        });
        var outcome = PresenceOutcome.Begin("stall the line of one node past its lease, join and leave on both sides, end the stall");
        First.ConnectToRedis();
        await AssertRightAsync(
            outcome, people, _farm.Nodes, [.. Users, Newcomer], Removed(Passer), Removed(First.Name), Added(First.Name), Added(Newcomer));

        await AssertToldAsync(people, _farm.Nodes, more: [Newcomer, Passer], twice: [First.Name]);
    }

    private static string[] Channels =>
        ["channel_occupied", "channel_vacated", $"{WebhookLog.Counted}channel_occupied", $"{WebhookLog.Counted}channel_vacated", $"{WebhookLog.Counted}cache_miss"];

    private static string Added(string user) => $"member_added {user}";

    private static string Removed(string user) => $"member_removed {user}";

    /// <summary>People on all nodes, and those who look on at the third one, which nothing is done to.</summary>
    private async Task<Gathering> GatherAsync()
    {
        var people = new Gathering(_farm);
        await people.ObserveAsync(Third);
        foreach (FarmNode node in _farm.Nodes)
        {
            await people.GatherAsync(node);
        }

        await people.AreKnownAsync(_farm.Nodes, [.. Users]);
        return people;
    }

    /// <summary>All nodes know who is there, the clients were told, and the back end was told, all of it within the time that the farm promises.</summary>
    private async Task AssertRightAsync(PresenceOutcome outcome, Gathering people, IReadOnlyList<FarmNode> nodes, string[] users, params string[] news)
    {
        await Task.WhenAll(
            outcome.IsKnownAsync(people.AreKnownAsync(nodes, users)),
            outcome.IsSeenAsync(people.AreSeenAsync(nodes, news)),
            outcome.IsToldAsync(people.Told.HearsAsync(news, people.Count(nodes))));
        _farm.Outcomes.Add(outcome);
        outcome.AssertInTime();
    }

    /// <summary>
    /// Clients of all nodes send something, and all leave: then clients and the back end have been told of everybody's coming and going, and the
    /// back end of what was sent, as often as it happened.
    /// </summary>
    /// <param name="people">The people.</param>
    /// <param name="nodes">The nodes with somebody left.</param>
    /// <param name="lost">Nodes with nobody left, whose people are gone.</param>
    /// <param name="more">Who came besides.</param>
    /// <param name="twice">Who went and came back meanwhile.</param>
    private async Task AssertToldAsync(
        Gathering people, IReadOnlyList<FarmNode> nodes, FarmNode[]? lost = null, string[]? more = null, string[]? twice = null)
    {
        string[] comings = [.. Users, .. more ?? [], .. twice ?? []];
        string[] goings = [.. lost?.Select(node => node.Name) ?? [], .. twice ?? [], .. (more ?? []).Where(user => user == Passer)];
        await people.AssertSeenExactlyAsync(
            Third, [.. comings.Where(user => user != Gathering.Watcher).Select(Added), .. goings.Select(Removed)]);

        List<string> said = [];
        foreach (FarmNode node in nodes)
        {
            await people.SayAsync(node, $"from {node.Name}");
            said.Add($"{WebhookLog.Counted}client_event from {node.Name}");
        }

        await people.Told.HearsAsync(said);
        foreach (FarmNode node in nodes)
        {
            await people.LeaveAsync(node);
        }

        await people.Told.AssertHeardExactlyAsync([.. Channels, .. said, .. comings.Select(Added), .. comings.Select(Removed)]);
    }
}
