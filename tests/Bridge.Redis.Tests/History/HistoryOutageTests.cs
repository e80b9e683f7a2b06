// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.History;

/// <summary>A farm whose links to Redis break while messages of a channel with a history are under way.</summary>
public sealed class HistoryOutageTests : IAsyncLifetime
{
    private const int Rounds = 12;
    private const int PerRound = 60;

    private RedisServer _redis = null!;

    public async Task InitializeAsync() => _redis = await RedisServer.StartAsync();

    public Task DisposeAsync() => _redis.DisposeAsync().AsTask();

    [Theory]
    [InlineData("pubsub")]
    [InlineData("normal")]
    public async Task LinksAreKilled_UnderLoad_EverybodyGetsEverythingOnceAndInOrder(string links)
    {
        HistoryNode[] nodes = await HistoryNode.StartAsync(_redis.Configuration, 2);
        int last = 0;
        for (int round = 0; round < Rounds; round++)
        {
            Task[] publishes = [.. Enumerable.Range(last + 1, PerRound).Select(nodes[0].PublishAsync)];
            last += PerRound;
            await KillAsync(links);
            await Task.WhenAll(publishes);
        }

        await nodes[0].PublishAsync(++last);
        foreach (HistoryNode node in nodes)
        {
            Assert.Equal(Enumerable.Range(1, last), await node.ReadUntilAsync(last));
        }

        foreach (HistoryNode node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Restart_WithItsDataUnderLoad_EverybodyGetsEverythingOnceAndInOrder()
    {
        string folder = $"bridge-{Guid.NewGuid():N}";
        await using RedisServer keeping = await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", "always", "--appenddirname", folder);
        HistoryNode[] nodes = await HistoryNode.StartAsync(keeping.Configuration, 2);
        int last = 0;
        for (int round = 0; round < 3; round++)
        {
            Task[] publishes = [.. Enumerable.Range(last + 1, PerRound).Select(nodes[0].PublishAsync)];
            last += PerRound;
            await keeping.KillAsync();
            await Task.WhenAll(publishes);
            await nodes[0].PublishAsync(++last);
            await keeping.StartAsync();
            Assert.Equal(Enumerable.Range(1, last), await nodes[1].ReadUntilAsync(last));
            Assert.Equal(Enumerable.Range(1, last), await nodes[0].ReadUntilAsync(last));
        }

        foreach (HistoryNode node in nodes)
        {
            await node.DisposeAsync();
        }

        await keeping.DisposeAsync();
        Directory.Delete(Path.Combine(Path.GetTempPath(), folder), recursive: true);
    }

    [Fact]
    public async Task Restart_WithoutItsData_LocalMembersGetEverythingAtOnceAndTheOthersAfterwards()
    {
        HistoryNode[] nodes = await HistoryNode.StartAsync(_redis.Configuration, 2);
        await nodes[0].PublishAsync(1);
        foreach (HistoryNode node in nodes)
        {
            await node.ReadUntilAsync(1);
        }

        await _redis.KillAsync();
        await Task.WhenAll(nodes.Select(node => node.Log.WaitForAsync("RedisDown", TestConnection.Links)));
        await nodes[0].PublishAsync(2);
        await nodes[0].PublishAsync(3);
        Assert.Equal(Enumerable.Range(1, 3), await nodes[0].ReadUntilAsync(3));

        await _redis.StartAsync();
        Assert.Equal(Enumerable.Range(1, 3), await nodes[1].ReadUntilAsync(3));
        await nodes[1].PublishAsync(4);
        await nodes[0].PublishAsync(5);
        foreach (HistoryNode node in nodes)
        {
            Assert.Equal(Enumerable.Range(1, 5), await node.ReadUntilAsync(5));
        }

        foreach (HistoryNode node in nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task KillAsync(string type)
    {
        await using TestConnection admin = await TestConnection.OpenAsync(_redis.Configuration);
        await admin.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "KILL", "TYPE", type), CancellationToken.None);
    }
}
