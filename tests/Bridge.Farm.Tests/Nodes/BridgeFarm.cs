// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Reports;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Bridge.Redis.Tests.Servers;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Bridge.Farm.Tests.Nodes;

/// <summary>Three nodes, Redis, and the nginx of the sample in front: real processes, one farm for all tests.</summary>
public sealed class BridgeFarm(IMessageSink messages) : IAsyncLifetime
{
    /// <summary>What the names of the cache channels begin with that the back end hears of.</summary>
    public const string CountedPrefix = "private-cache-counted-";

    /// <summary>What the names of channels with a history begin with.</summary>
    public const string HistoryPrefix = "private-kept-";

    private const int NodeCount = 3;

    // What NodeReaped says of the hub; the places in quotas have a line of their own.
    private const string Reaped = "ChannelHub was taken away";

    /// <summary>Within this time everything is as it should be again, whatever has happened.</summary>
    public static readonly TimeSpan Recovery = TimeSpan.FromSeconds(15);

    private NginxProxy? _proxy;

    internal IReadOnlyList<FarmNode> Nodes { get; private set; } = [];

    internal RedisServer Redis { get; private set; } = null!;

    internal NodeDriver Driver { get; } = NodeDriver.Start();

    /// <summary>The back end that hears of everything that happens on the channels.</summary>
    internal WebhookTestReceiver Webhooks { get; private set; } = null!;

    internal OutcomeTable Outcomes { get; } = new();

    /// <summary>Where clients and back ends come in that do not choose a node.</summary>
    internal Uri Entrance => _proxy!.Address;

    public async Task InitializeAsync()
    {
        Redis = await RedisServer.StartAsync(await RedisUser.ReadAsync());
        var redis = new Uri($"redis://{Redis.Configuration}");
        Webhooks = await WebhookTestReceiver.StartAsync(Driver);
        string[] settings =
        [
            $"--Bridge:Apps:0:Id={TestApp.Id}", $"--Bridge:Apps:0:Key={TestApp.Key}", $"--Bridge:Apps:0:Secret={TestApp.Secret}",
            "--Bridge:Apps:0:Limits:ClientEventsPerSecond=0", "--Bridge:Apps:0:Watchlists=true", "--Bridge:Apps:0:SubscriptionCounts=true", "--Bridge:Drain:Seconds=3",
            $"--Bridge:History:0:ChannelPrefix={HistoryPrefix}", "--Bridge:History:0:Size=10000",
            $"--Bridge:Apps:0:Webhooks:0:Url={Webhooks.Url}", "--Bridge:Apps:0:Webhooks:0:ChannelPrefix=presence-",
            $"--Bridge:Apps:0:Webhooks:1:Url={Webhooks.Url}", $"--Bridge:Apps:0:Webhooks:1:ChannelPrefix={CountedPrefix}", "--Bridge:Node:Secret=the-secret-of-the-farm-in-the-tests", "--Logging:LogLevel:Default=Warning",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
        ];
        Nodes = [.. Enumerable.Range(1, NodeCount).Select(number => new FarmNode($"node-{number}", redis, RedisUser.Credentials, settings))];
        await Task.WhenAll(Nodes.Select(node => node.StartAsync()));

        string template = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "interop-samples", "farm", "nginx.conf"));
        _proxy = await NginxProxy.StartAsync(port => Nodes
            .Select((node, index) => (Placeholder: $"@NODE{index + 1}@", node.Address.Port))
            .Aggregate(template.Replace("@PORT@", $"{port}", StringComparison.Ordinal), (text, node) =>
                text.Replace(node.Placeholder, $"{node.Port}", StringComparison.Ordinal)));
    }

    /// <summary>Everything runs and is connected, whatever the test before has done.</summary>
    internal async Task RepairAsync()
    {
        await Redis.StartAsync();
        await Task.WhenAll(Nodes.Select(node => node.RepairAsync()));
        await Task.WhenAll(Nodes.Select(node => node.WaitUntilHealthyAsync()));
        await Condition.HoldsAsync(AreAllNodesKnownAsync, () => "Each node should have told where it is.");
    }

    private async Task<bool> AreAllNodesKnownAsync()
    {
        string addresses = await RedisQuestion.AskAsync(
            Redis, """EVAL "local a = '' for _, k in ipairs(redis.call('KEYS', 'bridge:node:*')) do a = a .. redis.call('GET', k) .. ' ' end return a" 0""");
        return Nodes.All(node => addresses.Contains($":{node.Address.Port}", StringComparison.Ordinal));
    }

    /// <summary>Makes a node look dead to the others, and waits until one of them has cleared away what it had.</summary>
    internal async Task UntilReapedAsync(FarmNode node, Func<Task> silence)
    {
        (LineLog Log, int Length)[] survivors = [.. Nodes.Where(other => other != node).Select(other => (other.Log!, other.Log!.Length))];
        await silence();
        await Condition.HoldsAsync(
            () => Task.FromResult(survivors.Any(survivor => survivor.Log.Since(survivor.Length).Contains(Reaped, StringComparison.Ordinal))),
            () => $"{node.Name} should have been taken for dead. {string.Join('\n', survivors)}");
    }

    public async Task DisposeAsync()
    {
        messages.OnMessage(new DiagnosticMessage(Outcomes.ToString()));
        await Driver.DisposeAsync();
        foreach (FarmNode node in Nodes)
        {
            await node.DisposeAsync();
        }

        await Redis.DisposeAsync();

        // There is none when the farm did not start.
        if (_proxy is not null)
        {
            await _proxy.DisposeAsync();
        }
    }
}
