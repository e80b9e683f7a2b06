// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Text.Json;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;

namespace Bridge.Farm.Tests.Presence;

/// <summary>
/// A presence channel with people on every node: one user of the node alone, and one who is on all nodes, in clients of different kinds.
/// </summary>
internal sealed class Gathering(BridgeFarm farm) : IAsyncDisposable
{
    public const string Traveller = "everywhere";

    private readonly Dictionary<FarmNode, List<ITestClient>> _clients = [];
    private readonly Dictionary<FarmNode, RestClient> _backEnds = [];

    public string Channel { get; } = $"presence-{Guid.NewGuid():N}";

    /// <summary>People come to a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="resident">The user who is on this node alone; null: one of the node's name.</param>
    public async Task GatherAsync(FarmNode node, string? resident = null)
    {
        _backEnds[node] = await RestClient.CreateAsync(farm.Driver, node.Address);
        _clients[node] =
        [
            await JoinAsync(node, ClientKind.PusherJs, resident ?? node.Name),
            await JoinAsync(node, ClientKind.SignalRDotNet, Traveller),
            await JoinAsync(node, ClientKind.SignalRJs, Traveller),
        ];
    }

    /// <summary>One more user comes to a node.</summary>
    public async Task JoinAsync(FarmNode node, string user) => _clients[node].Add(await JoinAsync(node, ClientKind.PusherJs, user));

    /// <summary>The clients of a node leave, or give it up.</summary>
    public async Task LeaveAsync(FarmNode node)
    {
        _clients.Remove(node, out List<ITestClient>? clients);
        foreach (ITestClient client in clients!)
        {
            await client.DisposeAsync();
        }
    }

    /// <summary>Waits until every one of the nodes knows exactly these users and their number; returns how long that took.</summary>
    public async Task<TimeSpan> WaitUntilRightAsync(IReadOnlyList<FarmNode> nodes, params string[] users)
    {
        long start = Stopwatch.GetTimestamp();
        string expected = Describe(users, users.Length);
        await Task.WhenAll(nodes.Select(async node =>
        {
            string last = "nothing";
            await Condition.HoldsAsync(
                async () => (last = await AskAsync(_backEnds[node])) == expected,
                () => $"{node.Name} should have known {expected} and said {last}. {node.Log}");
        }));
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (FarmNode node in _clients.Keys.ToArray())
        {
            await LeaveAsync(node);
        }
    }

    private async Task<ITestClient> JoinAsync(FarmNode node, ClientKind kind, string user)
    {
        ITestClient client = await FarmClients.ConnectAsync(farm.Driver, kind, node.Address);
        await client.SubscribeAsync(Channel, new TestUser(user, user));
        return client;
    }

    private async Task<string> AskAsync(RestClient backEnd)
    {
        RestAnswer users = await backEnd.GetAsync($"/channels/{Channel}/users");
        RestAnswer channel = await backEnd.GetAsync($"/channels/{Channel}", new { info = "user_count" });
        return users.Status == 200 && channel.Status == 200
            ? Describe(
                JsonElement.Parse(users.Body).GetProperty("users").EnumerateArray().Select(user => user.GetProperty("id").GetString()!),
                JsonElement.Parse(channel.Body).GetProperty("user_count").GetInt32())
            : $"{users} {channel}";
    }

    private static string Describe(IEnumerable<string> users, int count) => $"{count}: {string.Join(", ", users.Order(StringComparer.Ordinal))}";
}
