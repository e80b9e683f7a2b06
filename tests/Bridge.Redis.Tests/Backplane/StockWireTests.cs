// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Core.Tests.Hubs;
using Bridge.Redis.Tests.Servers;
using Microsoft.AspNetCore.SignalR;
using static Bridge.Redis.Tests.Backplane.StockBytes;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>What a bridge node sends, byte for byte as a node with the stock package expects it.</summary>
[Collection(nameof(RedisCollection))]
public sealed class StockWireTests : IAsyncDisposable
{
    private const int ServerBytes = 16;

    private readonly string _prefix = $"app{Guid.NewGuid():N}.";
    private readonly RedisFixture _redis;
    private readonly string _hub;
    private readonly FarmHost _node;
    private readonly TestConnection _peer;

    public StockWireTests(RedisFixture redis)
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

    /// <summary>The invocation's id and the way back that a request for a result names.</summary>
    internal static (string Id, string Way) RequestOf(byte[] message)
    {
        // The name of the server before it is random bytes.
        int json = message.AsSpan().IndexOf("{\"type\""u8), end = Array.IndexOf(message, (byte)0x1e, json);
        string id = JsonDocument.Parse(message.AsMemory(json, end - json)).RootElement.GetProperty("invocationId").GetString()!;
        byte[] way = message[(end + 1 + Text(id).Length)..];
        return (id, Encoding.UTF8.GetString(way[0] == 0xd9 ? way[2..] : way[1..]));
    }

    [Theory]
    [InlineData("all", 1)]
    [InlineData("group:room", 1)]
    [InlineData("user:ann", 1)]
    [InlineData("connection:theirs", 1)]
    [InlineData("all", 300)]
    [InlineData("connection:theirs", 70_000)]
    public async Task Send_ToAnAddress_IsAnInvocationOfTheStockFormat(string address, int length)
    {
        Received received = await HearAsync(address);
        string text = new('x', length);
        await (address.Split(':')[0] switch
        {
            "all" => Manager.SendAllAsync("Hello", [text]),
            "group" => Manager.SendGroupAsync("room", "Hello", [text]),
            "user" => Manager.SendUserAsync("ann", "Hello", [text]),
            _ => Manager.SendConnectionAsync("theirs", "Hello", [text]),
        });
        AssertMessage(
            [0x92, 0x90], [.. Text("json"), .. Binary($$"""{"type":1,"target":"Hello","arguments":["{{text}}"]}""" + "\u001e")], await received.NextAsync());
    }

    [Fact]
    public async Task Invoke_ClientOfAStockNode_SendsTheRequestAndTakesTheAnswer()
    {
        await using LivingPeer other = await LivingPeer.StartAsync(_redis.Configuration, _hub, "theirs");
        Task<string> result = Manager.InvokeConnectionAsync<string>("theirs", "Get", [1], CancellationToken.None);
        byte[] request = await other.Asked.NextAsync();
        (string id, string way) = RequestOf(request);
        Assert.StartsWith($"{_hub}:internal:return:", way, StringComparison.Ordinal);
        AssertMessage(
            [0x94, 0x90],
            [
                .. Text("json"), .. Binary($$"""{"type":1,"invocationId":"{{id}}","target":"Get","arguments":[1]}""" + "\u001e"),
                .. Text(id), .. Text(way),
            ],
            request);

        string answer = new('y', 1_000);
        byte[] completion = [0x92, .. Text("json"), .. Binary($$"""{"type":3,"invocationId":"{{id}}","result":"{{answer}}"}""" + "\u001e")];
        _peer.Redis.Publish(Encoding.UTF8.GetBytes(way), new TextPayload(completion));
        Assert.Equal(answer, await result.Within("the result"));
    }

    [Fact]
    public async Task RemoveFromGroup_ConnectionOfAStockNode_SendsTheCommand()
    {
        await using LivingPeer other = await LivingPeer.StartAsync(_redis.Configuration, _hub, "theirs");
        Received commands = await HearAsync("internal:groups");
        await Manager.RemoveFromGroupAsync("theirs", "room").Within("the acknowledgement");
        byte[] command = await commands.NextAsync();
        byte[] end = [0x02, .. Text("room"), .. Text("theirs")];
        Assert.Equal([0x95, 0x01], command[..2]);
        Assert.Equal(end, command[^end.Length..]);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(70_000)]
    public async Task StockNodeSends_MuchText_ReachesOurClients(int length)
    {
        NativeTestClient client = await _node.Hub.ConnectNativeAsync();
        string text = new('z', length);
        byte[] message = Invocation($$"""{"type":1,"target":"Hello","arguments":["{{text}}"]}""");
        _peer.Redis.Publish(Encoding.UTF8.GetBytes($"{_hub}:connection:{client.ConnectionId}"), new TextPayload(message));
        Assert.Equal($"""Hello ["{text}"]""", await client.ReadAsync());
    }

    private async Task<Received> HearAsync(string address)
    {
        var received = new Received();
        await _peer.Redis.SubscribeAsync(Encoding.UTF8.GetBytes($"{_hub}:{address}"), received).Within("the subscription");
        return received;
    }

    /// <summary>Between start and end stands the entry of the bridge with the name of its server, which stock nodes pass over.</summary>
    private static void AssertMessage(byte[] start, byte[] end, byte[] message)
    {
        byte[] head = [.. start, 0x82, .. Text("bridge"), 0xc4, 0x14, 0x92, 0x01, 0xc4, ServerBytes];
        Assert.Equal(Convert.ToHexStringLower(head), Convert.ToHexStringLower(message.AsSpan(0, head.Length)));
        Assert.Equal(Encoding.UTF8.GetString(end), Encoding.UTF8.GetString(message.AsSpan(head.Length + ServerBytes)));
    }
}
