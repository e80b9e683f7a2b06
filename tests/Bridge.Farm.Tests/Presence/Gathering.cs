// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;

namespace Bridge.Farm.Tests.Presence;

/// <summary>
/// A presence channel with people on every node: one user of the node alone, and one who is on all nodes, in clients of different kinds. All of
/// them are also on a cache channel whose subscriptions are counted.
/// </summary>
internal sealed class Gathering : IAsyncDisposable
{
    public const string Traveller = "everywhere";
    public const string Watcher = "watcher";

    private readonly BridgeFarm _farm;
    private readonly string _presence = $"presence-{Guid.NewGuid():N}";
    private readonly string _counted = $"{BridgeFarm.CountedPrefix}{Guid.NewGuid():N}";
    private readonly Dictionary<FarmNode, List<ITestClient>> _clients = [];
    private readonly Dictionary<FarmNode, RestClient> _backEnds = [];
    private readonly List<Observer> _observers = [];

    public Gathering(BridgeFarm farm)
    {
        _farm = farm;
        Told = new WebhookLog(farm.Webhooks, _presence, _counted);
    }

    /// <summary>What the back end was told.</summary>
    public WebhookLog Told { get; }

    /// <summary>Those who look on come to a node; everybody who comes later is news to them.</summary>
    public async Task ObserveAsync(FarmNode node)
    {
        _clients[node] = [];
        foreach (ClientKind kind in (ClientKind[])[ClientKind.PusherJs, ClientKind.SignalRDotNet])
        {
            ITestClient client = await JoinAsync(node, kind, Watcher);
            _clients[node].Add(client);
            _observers.Add(new Observer($"{kind} at {node.Name}", client, _presence, _counted));
        }
    }

    /// <summary>People come to a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="resident">The user who is on this node alone; null: one of the node's name.</param>
    public async Task GatherAsync(FarmNode node, string? resident = null)
    {
        _backEnds[node] = await RestClient.CreateAsync(_farm.Driver, node.Address);
        _clients[node] =
        [
            .. _clients.GetValueOrDefault(node, []),
            await JoinAsync(node, ClientKind.PusherJs, resident ?? node.Name),
            await JoinAsync(node, ClientKind.SignalRDotNet, Traveller),
            await JoinAsync(node, ClientKind.SignalRJs, Traveller),
        ];
    }

    /// <summary>One more user comes to a node, who may go again.</summary>
    public async Task<ITestClient> JoinAsync(FarmNode node, string user)
    {
        ITestClient client = await JoinAsync(node, ClientKind.PusherJs, user);
        _clients[node].Add(client);
        return client;
    }

    /// <summary>One client of a node goes.</summary>
    public Task LeaveAsync(FarmNode node, ITestClient client)
    {
        _clients[node].Remove(client);
        return client.DisposeAsync().AsTask();
    }

    /// <summary>The clients of a node leave, or give it up.</summary>
    public async Task LeaveAsync(FarmNode node)
    {
        _clients.Remove(node, out List<ITestClient>? clients);
        await Task.WhenAll(clients!.Select(client => client.DisposeAsync().AsTask()));
    }

    /// <summary>A client of a node sends an event that the back end hears of.</summary>
    public Task SayAsync(FarmNode node, string text) => _clients[node][^1].TriggerAsync(_counted, TestEvents.ClientMessage, text);

    /// <summary>Waits until every one of the nodes knows exactly these users, their number, and how many subscriptions there are.</summary>
    public Task AreKnownAsync(IReadOnlyList<FarmNode> nodes, params string[] users)
    {
        string expected = Describe(users, users.Length, Count(nodes));
        return Task.WhenAll(nodes.Select(async node =>
        {
            string last = "nothing";
            await Condition.HoldsAsync(
                async () => (last = await AskAsync(_backEnds[node])) == expected,
                () => $"{node.Name} should have known {expected} and said {last}. {node.Log}");
        }));
    }

    /// <summary>Waits until those who look on have been told all of this, and the number of subscriptions on these nodes.</summary>
    public Task AreSeenAsync(IReadOnlyList<FarmNode> nodes, IReadOnlyCollection<string> news) =>
        Task.WhenAll(_observers.Select(observer => observer.SeesAsync(news, Count(nodes))));

    /// <summary>Asserts that those who look on have been told this, and nothing twice.</summary>
    public async Task AssertSeenExactlyAsync(FarmNode through, IReadOnlyCollection<string> news)
    {
        await _backEnds[through].TriggerAsync(_presence, TestEvents.Fence, "x");
        await Task.WhenAll(_observers.Select(observer => observer.AssertSawExactlyAsync(news)));
    }

    /// <summary>How many subscriptions the counted channel has on these nodes.</summary>
    public int Count(IEnumerable<FarmNode> nodes) => nodes.Sum(node => _clients[node].Count);

    public async ValueTask DisposeAsync()
    {
        foreach (FarmNode node in _clients.Keys.ToArray())
        {
            await LeaveAsync(node);
        }
    }

    private static string Describe(IEnumerable<string> users, int count, int subscriptions) =>
        $"{count}: {string.Join(", ", users.Order(StringComparer.Ordinal))}; {subscriptions} subscriptions";

    private async Task<ITestClient> JoinAsync(FarmNode node, ClientKind kind, string user)
    {
        ITestClient client = await FarmClients.ConnectAsync(_farm.Driver, kind, node.Address);
        await client.SubscribeAsync(_presence, new TestUser(user, user));
        await client.SubscribeAsync(_counted);
        return client;
    }

    private async Task<string> AskAsync(RestClient backEnd)
    {
        RestAnswer users = await backEnd.GetAsync($"/channels/{_presence}/users");
        RestAnswer channel = await backEnd.GetAsync($"/channels/{_presence}", new { info = "user_count" });
        RestAnswer counted = await backEnd.GetAsync($"/channels/{_counted}", new { info = "subscription_count" });
        return users.Status == 200 && channel.Status == 200 && counted.Status == 200
            ? Describe(
                JsonElement.Parse(users.Body).GetProperty("users").EnumerateArray().Select(user => user.GetProperty("id").GetString()!),
                JsonElement.Parse(channel.Body).GetProperty("user_count").GetInt32(),
                JsonElement.Parse(counted.Body).GetProperty("subscription_count").GetInt32())
            : $"{users} {channel} {counted}";
    }
}
