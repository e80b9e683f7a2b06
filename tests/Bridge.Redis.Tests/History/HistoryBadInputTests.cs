// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.History;
using Bridge.Core.Tests.Hubs;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;

namespace Bridge.Redis.Tests.History;

/// <summary>A Redis that refuses, forgets, or holds what does not belong there.</summary>
public sealed class HistoryBadInputTests : IAsyncLifetime
{
    private const string Key = "bridge:Bridge.Core.Hubs.ChannelHub:history:{news}";

    private RedisServer _redis = null!;
    private TestConnection _admin = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _admin = await TestConnection.OpenAsync(_redis.Configuration);
    }

    public async Task DisposeAsync()
    {
        await _admin.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task ScriptFlush_UnderLoad_LosesNothing()
    {
        await using Nodes nodes = await StartAsync();
        for (int number = 1; number <= 100; number++)
        {
            if (number % 10 == 0)
            {
                await AdminAsync("SCRIPT", "FLUSH");
            }

            await nodes.First.PublishAsync(number);
        }

        Assert.Equal(Enumerable.Range(1, 100), await nodes.First.ReadUntilAsync(100));
        Assert.Equal(Enumerable.Range(1, 100), await nodes.Second.ReadUntilAsync(100));
    }

    [Fact]
    public async Task FlushAll_WithMembers_BeginsANewHistoryAndLosesNothing()
    {
        await using Nodes nodes = await StartAsync();
        await nodes.First.PublishAsync(1);
        await nodes.Second.ReadUntilAsync(1);
        await AdminAsync("FLUSHALL");
        await nodes.First.PublishAsync(2);
        await nodes.First.PublishAsync(3);
        Assert.Equal(Enumerable.Range(1, 3), await nodes.First.ReadUntilAsync(3));
        Assert.Equal(Enumerable.Range(1, 3), await nodes.Second.ReadUntilAsync(3));
        await nodes.Second.Log.WaitForAsync("HistoryBegunAnew");
    }

    [Fact]
    public async Task KeyOfAWrongType_MessagesReachEverybodyWithoutAnOffset()
    {
        await AdminAsync("SET", Key, "mine");
        await using Nodes nodes = await StartAsync();
        Assert.Equal((null, null), HistoryHost.Said(nodes.Second.Answer));
        await nodes.First.PublishAsync(1);
        Assert.Equal("""tick [1,{"channel":"news"}]""", await nodes.First.ReadWordsAsync());
        Assert.Equal("""tick [1,{"channel":"news"}]""", await nodes.Second.ReadWordsAsync());
        await nodes.First.Log.WaitForAsync("HistoryRefused");

        await AdminAsync("DEL", Key);
        await nodes.First.PublishAsync(2);
        Assert.Equal(HistoryHost.Tick("news", 2, 1), await nodes.First.ReadWordsAsync());
        Assert.Equal(HistoryHost.Tick("news", 2, 1), await nodes.Second.ReadWordsAsync());
    }

    [Fact]
    public async Task RedisIsFull_LocalMembersGetEverythingAtOnceAndTheOthersAfterwards()
    {
        await using Nodes nodes = await StartAsync();
        await AdminAsync("CONFIG", "SET", "maxmemory", "1");
        await nodes.First.PublishAsync(1);
        await nodes.First.PublishAsync(2);
        Assert.Equal(Enumerable.Range(1, 2), await nodes.First.ReadUntilAsync(2));
        await AdminAsync("CONFIG", "SET", "maxmemory", "0");
        Assert.Equal(Enumerable.Range(1, 2), await nodes.Second.ReadUntilAsync(2));
        await nodes.Second.PublishAsync(3);
        Assert.Equal(Enumerable.Range(1, 3), await nodes.First.ReadUntilAsync(3));
    }

    [Fact]
    public async Task HistoryHoldsGarbage_SubscriptionBeginsNow()
    {
        await using Nodes nodes = await StartAsync();
        await nodes.First.PublishAsync(1);
        await nodes.Second.ReadUntilAsync(1);
        await AdminAsync("XADD", Key + ":entries", "2-0", "t", "99999999999999", "m", "garbage");
        await AdminAsync("HSET", Key, "offset", "2");
        NativeTestClient client = await nodes.Second.Host.Hub.ConnectNativeAsync();
        Assert.Equal(
            (1, false), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(nodes.First.Answer, 0))));
    }

    [Fact]
    public async Task Age_IsOver_TheMessageIsNotKept()
    {
        await using HistoryNode node = new(_redis.Configuration, seconds: 1);
        await node.JoinAsync();
        await node.PublishAsync(1);
        Assert.Equal(1, await node.ReadAsync());
        await Eventually.EqualAsync((1, false), async () =>
        {
            NativeTestClient client = await node.Host.Hub.ConnectNativeAsync();
            (long? offset, bool? recovered) = HistoryHost.Said(
                await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(node.Answer, 0)));
            await client.DisconnectAsync();
            return ((int)(offset ?? -1), recovered ?? false);
        });
        NativeTestClient back = await node.Host.Hub.ConnectNativeAsync();
        Assert.Equal((1, true), HistoryHost.Said(await HistoryHost.SubscribeAsync(back, "news", HistoryHost.From(node.Answer, 1))));
    }

    private async Task<Nodes> StartAsync()
    {
        HistoryNode[] nodes = await HistoryNode.StartAsync(_redis.Configuration, 2);
        return new Nodes(nodes[0], nodes[1]);
    }

    private Task AdminAsync(params string[] command) => _admin.Redis.ExecuteAsync(RespCommand.Of(command), CancellationToken.None);

    private sealed record Nodes(HistoryNode First, HistoryNode Second) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await First.DisposeAsync();
            await Second.DisposeAsync();
        }
    }
}
