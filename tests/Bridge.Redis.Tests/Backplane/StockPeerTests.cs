// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Tests.Hubs;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using static Bridge.Redis.Tests.Backplane.StockBytes;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>
/// A bridge node and a node with the stock package, which is played by a plain connection that writes and reads bytes made by
/// hand from the description of the wire format.
/// </summary>
[Collection(nameof(RedisCollection))]
public sealed class StockPeerTests : IAsyncDisposable
{
    private readonly string _server = $"stock_{Guid.NewGuid():N}";
    private readonly string _prefix = $"app{Guid.NewGuid():N}.";
    private readonly RedisFixture _redis;
    private readonly string _hub;
    private readonly FarmHost _node;
    private readonly TestConnection _peer;

    public StockPeerTests(RedisFixture redis)
    {
        _redis = redis;
        _hub = _prefix + "Bridge.Core.Tests.Hubs.PlainHub";
        _node = new FarmHost(redis.Configuration, options => options.ChannelPrefix = _prefix);
        _peer = new TestConnection(redis.Configuration);
    }

    private HubLifetimeManager<PlainHub> Manager => _node.Hub.Manager;

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task StockNodeSends_ToEveryAddress_ReachesOurClients(ClientKind kind)
    {
        TestClient client = await _node.Hub.AddAsync(kind, "ann");
        await Manager.AddToGroupAsync(client.ConnectionId, "room");
        foreach (string address in new[] { "all", "group:room", "user:ann", $"connection:{client.ConnectionId}" })
        {
            await PublishAsync(address, Invocation("""{"type":1,"target":"Hello","arguments":[{"a" : "é"},2]}"""));
            Assert.Equal("""Hello [{"a" : "é"},2]""", await client.ReadAsync());
        }
    }

    [Fact]
    public async Task StockNodeSends_ToAGroup_LegacyClientsKnowTheChannel()
    {
        DialectTestClient client = await _node.Hub.AddDialectAsync();
        await Manager.AddToGroupAsync(client.ConnectionId, "app:room");
        await PublishAsync("group:app:room", Invocation("""{"type":1,"target":"Hello","arguments":[]}"""));
        Assert.Equal("room|Hello []", await client.ReadMessageAsync());
    }

    [Fact]
    public async Task StockNodeSends_Excluding_SparesThem()
    {
        TestClient spared = await _node.Hub.AddNativeAsync(), client = await _node.Hub.AddNativeAsync();
        byte[] invocation = [0x92, 0x91, .. Text(spared.ConnectionId), 0x81, .. Text("json"), .. Binary("""{"type":1,"target":"Hello","arguments":[]}""" + "\u001e")];
        await PublishAsync("all", invocation);
        Assert.Equal("Hello []", await client.ReadAsync());
        await Manager.SendAllAsync("Last", []);
        Assert.Equal("Last []", await spared.ReadAsync());
    }

    [Theory]
    [InlineData(ClientKind.Native)]
    [InlineData(ClientKind.Dialect)]
    public async Task StockNodeChangesAGroup_OfOurConnection_IsAcknowledged(ClientKind kind)
    {
        TestClient client = await _node.Hub.AddAsync(kind);
        var acknowledged = new Received();
        await _peer.Redis.SubscribeAsync(Encoding.UTF8.GetBytes($"{_hub}:internal:ack:{_server}"), acknowledged);
        await PublishAsync("internal:groups", [0x95, 0x07, .. Text(_server), 0x01, .. Text("room"), .. Text(client.ConnectionId)]);
        Assert.Equal("9107", Convert.ToHexStringLower(await acknowledged.NextAsync()));
        await Manager.SendGroupAsync("room", "In", []);
        await PublishAsync("internal:groups", [0x95, 0xcd, 0x01, 0x00, .. Text(_server), 0x02, .. Text("room"), .. Text(client.ConnectionId)]);
        Assert.Equal("91cd0100", Convert.ToHexStringLower(await acknowledged.NextAsync()));
        await Manager.SendGroupAsync("room", "Out", []);
        await Manager.SendAllAsync("Last", []);
        Assert.Equal(["In []", "Last []"], await client.ReadAsync(2));
    }

    [Fact]
    public async Task StockNodeAsksForAResult_OfOurClient_GetsIt()
    {
        NativeTestClient client = await _node.Hub.ConnectNativeAsync();
        var returned = new Received();
        string way = $"{_hub}:internal:return:{_server}";
        await _peer.Redis.SubscribeAsync(Encoding.UTF8.GetBytes(way), returned);
        byte[] invocation = Invocation("""{"type":1,"invocationId":"i1","target":"Add","arguments":[]}""");
        await PublishAsync($"connection:{client.ConnectionId}", [0x94, .. invocation[1..], .. Text("i1"), .. Text(way)]);
        Assert.Equal("Add []", await client.ReadAsync());
        await client.SendAsync("""{"type":3,"invocationId":"i1","result":{"sum" : 3}}""");
        byte[] expected = [0x92, .. Text("json"), .. Binary("""{"type":3,"invocationId":"i1","result":{"sum" : 3}}""" + "\u001e")];
        Assert.Equal(Encoding.UTF8.GetString(expected), Encoding.UTF8.GetString(await returned.NextAsync()));
    }

    [Fact]
    public async Task WeSend_ToAGroup_StockNodesFindTheirProtocols()
    {
        await using var node = new FarmHost(
            _redis.Configuration, options => options.ChannelPrefix = _prefix,
            services => services.AddSingleton<IHubProtocol>(new FakeMessagePack()));
        var received = new Received();
        await _peer.Redis.SubscribeAsync(Encoding.UTF8.GetBytes($"{_hub}:group:room"), received);
        await node.Hub.Manager.SendGroupExceptAsync("room", "Hello", [1], ["c1"]);
        byte[] message = await received.NextAsync();
        byte[] start = [0x92, 0x91, .. Text("c1"), 0x83, .. Text("bridge"), 0xc4, 0x14, 0x92, 0x01, 0xc4, 0x10];
        byte[] end = [.. Text("json"), .. Binary("""{"type":1,"target":"Hello","arguments":[1]}""" + "\u001e"), .. Text("messagepack"), 0xc4, 0x02, 0x01, 0x91];
        Assert.Equal(start, message[..start.Length]);
        Assert.Equal(Encoding.UTF8.GetString(end), Encoding.UTF8.GetString(message[(start.Length + 16)..]));
    }

    [Fact]
    public async Task WeChangeAGroup_OfAStockNodesConnection_SendsTheCommandAndWaitsForTheAnswer()
    {
        var commands = new Received();
        await _peer.Redis.SubscribeAsync(Encoding.UTF8.GetBytes($"{_hub}:internal:groups"), commands);
        await _peer.Redis.SubscribeAsync(Encoding.UTF8.GetBytes($"{_hub}:connection:theirs"), new Received());
        Task added = Manager.AddToGroupAsync("theirs", "room");
        byte[] command = await commands.NextAsync();
        Assert.Equal([0x95, 0x01], command[..2]);
        byte[] end = [0x01, .. Text("room"), .. Text("theirs")];
        Assert.Equal(end, command[^end.Length..]);
        Assert.False(added.IsCompleted);
        string server = Encoding.UTF8.GetString(command.AsSpan(command[2] == 0xd9 ? 4 : 3)[..^end.Length]);
        await PublishAsync($"internal:ack:{server}", [0x91, 0x01]);
        await added.Within("the acknowledgement");
    }

    [Fact]
    public async Task Rubbish_OnEveryChannel_IsReportedOnceAndHarmsNothing()
    {
        TestClient native = await _node.Hub.AddNativeAsync("ann"), legacy = await _node.Hub.AddDialectAsync("ann");
        foreach (TestClient client in new[] { native, legacy })
        {
            await Manager.AddToGroupAsync(client.ConnectionId, "room");
        }

        await _peer.WaitUntilUpAsync(1);
        string[] channels = [.. (await _peer.Redis.ExecuteAsync(RespCommand.Of("PUBSUB", "CHANNELS", $"{_hub}:*"), CancellationToken.None))
            .Items.Select(item => item.ToString()[(_hub.Length + 1)..])];
        Assert.Equal(8, channels.Length);
        byte[][] rubbish = [[], [0xc1], [0x92], "PING"u8.ToArray(), "{\"type\":1}\u001e"u8.ToArray(), [0x92, 0xdd, 0xff, 0xff, 0xff, 0xff], [.. Enumerable.Repeat((byte)0x91, 5_000)]];
        string[] own = [.. (await _peer.Redis.ExecuteAsync(RespCommand.Of("PUBSUB", "CHANNELS", "bridge:*"), CancellationToken.None))
            .Items.Select(item => item.ToString()).Where(name => name.Contains(_prefix, StringComparison.Ordinal) || name.Contains(":probe:", StringComparison.Ordinal))];
        Assert.Contains(own, name => name.Contains(":probe:", StringComparison.Ordinal));
        Assert.Contains(own, name => name.Contains(_prefix, StringComparison.Ordinal));
        foreach (byte[] bytes in rubbish)
        {
            foreach (string channel in channels)
            {
                await PublishAsync(channel, bytes);
            }

            foreach (string channel in own)
            {
                _peer.Redis.Publish(Encoding.UTF8.GetBytes(channel), new TextPayload(bytes));
            }
        }

        // In a place of a history, with an epoch that is none.
        await PublishAsync("group:room", [0x92, 0x90, 0x81, .. Text("bridge"), 0xc4, 0x03, 0x92, 0x02, 0xc1]);

        // Well-formed around something that is no invocation.
        await PublishAsync("group:room", [0x92, 0x90, 0x81, .. Text("json"), .. Binary("[1,2")]);
        await PublishAsync("group:room", Invocation("""{"type":1,"target":"Hello","arguments":[]}"""));
        Assert.Equal("Hello []", await legacy.ReadAsync());
        await PublishAsync("internal:groups", [0x95, 0x07, .. Text(_server), 0x02, .. Text("room"), .. Text(legacy.ConnectionId)]);
        await PublishAsync("all", Invocation("""{"type":1,"target":"Last","arguments":[]}"""));
        Assert.Equal("Last []", await legacy.ReadAsync());

        // Acknowledgements and results are still heard.
        await using LivingPeer peer = await LivingPeer.StartAsync(_redis.Configuration, _hub, "theirs");
        await Manager.AddToGroupAsync("theirs", "room").Within("the acknowledgement");
        Task<int> result = Manager.InvokeConnectionAsync<int>("theirs", "Add", [], CancellationToken.None);
        (string id, string way) = StockWireTests.RequestOf(await peer.Asked.NextAsync());
        await PublishAsync(way[(_hub.Length + 1)..], [0x92, .. Text("json"), .. Binary($$"""{"type":3,"invocationId":"{{id}}","result":7}""" + "\u001e")]);
        Assert.Equal(7, await result.Within("the result"));
        int news = own.Count(name => name.Contains(_prefix, StringComparison.Ordinal));
        Assert.Equal(channels.Length + news, _node.Log.Count("MalformedMessage"));
        Assert.Equal(1, _node.Log.Count("RemoteInvocationUnreadable"));
    }

    private async Task PublishAsync(string channel, byte[] message)
    {
        await _peer.WaitUntilUpAsync(1);
        await _peer.Redis.ExecuteAsync(
            new RespCommand("PUBLISH"u8.ToArray(), Encoding.UTF8.GetBytes($"{_hub}:{channel}"), message), CancellationToken.None).Within("the publish");
    }
}
