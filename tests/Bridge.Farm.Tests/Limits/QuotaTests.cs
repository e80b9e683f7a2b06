// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using Bridge.Farm.Tests.Nodes;
using Bridge.Interop.Tests.Clients;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Farm.Tests.Limits;

/// <summary>An app that may have six connections in the whole farm, and 20 events in a second. This farm's Redis has one password for everybody.</summary>
public sealed class QuotaTests : IAsyncLifetime
{
    private const string Password = "the-password-of-redis";
    private const int Quota = 6;
    private const int EventsPerSecond = 20;

    private readonly List<QuotaClient> _clients = [];
    private RedisServer _redis = null!;
    private FarmNode[] _nodes = [];

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync("--requirepass", Password);
        string[] settings =
        [
            $"--Bridge:Apps:0:Id={TestApp.Id}", $"--Bridge:Apps:0:Key={TestApp.Key}", $"--Bridge:Apps:0:Secret={TestApp.Secret}",
            $"--Bridge:Apps:0:Limits:MaxConnections={Quota}", $"--Bridge:Apps:0:Limits:BackendEventsPerSecond={EventsPerSecond}",
            "--Bridge:Node:Secret=the-secret-of-the-farm-in-the-tests", "--Bridge:Drain:Seconds=2", "--Logging:LogLevel:Default=Warning",
            "--Logging:LogLevel:Microsoft.Hosting.Lifetime=Information",
        ];
        _nodes = [.. Enumerable.Range(1, 3).Select(i => new FarmNode($"quota-{i}", new Uri($"redis://{_redis.Configuration}"), $",password={Password}", settings))];
        await Task.WhenAll(_nodes.Select(node => node.StartAsync()));
    }

    public async Task DisposeAsync()
    {
        foreach (QuotaClient client in _clients)
        {
            client.Dispose();
        }

        foreach (FarmNode node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Kill_NodeWithAThirdOfTheConnections_TheirPlacesComeFree()
    {
        for (int i = 0; i < Quota; i++)
        {
            Assert.Null(await ConnectAsync(_nodes[i % _nodes.Length]));
        }

        foreach (FarmNode node in _nodes)
        {
            Assert.Equal(4004, await ConnectAsync(node));
        }

        await _nodes[1].KillAsync();
        long start = Stopwatch.GetTimestamp();
        await Condition.HoldsAsync(async () => await ConnectAsync(_nodes[0]) is null, () => $"the dead node's places should have come free. {_nodes[0].Log}");
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Null(await ConnectAsync(_nodes[2]));
        Assert.Equal(4004, await ConnectAsync(_nodes[0]));
        Assert.Equal(4004, await ConnectAsync(_nodes[2]));
    }

    [Fact]
    public async Task Stop_NodeThatDrains_ItsPlacesAreFreeAtOnce()
    {
        for (int i = 0; i < Quota; i++)
        {
            Assert.Null(await ConnectAsync(_nodes[i % _nodes.Length]));
        }

        await _nodes[1].StopAsync();
        Assert.Null(await ConnectAsync(_nodes[0]));
        Assert.Null(await ConnectAsync(_nodes[2]));
        Assert.Equal(4004, await ConnectAsync(_nodes[0]));
    }

    private async Task<int?> ConnectAsync(FarmNode node)
    {
        var client = new QuotaClient();
        _clients.Add(client);
        return await client.ConnectAsync(node.Address);
    }
}
