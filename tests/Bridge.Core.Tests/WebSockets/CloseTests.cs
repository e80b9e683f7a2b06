// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using Bridge.Core.Delivery;
using Bridge.Core.Tests.WebSockets.Echo;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets;

/// <summary>Every way that a connection ends, and that nothing of it stays behind.</summary>
public sealed class CloseTests
{
    // As large as a message may be, and as an invocation more than the hub's input holds.
    private static readonly string LargestMessage = "Echo " + new string('x', 65_536 - "Echo ".Length);

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Receive_MessageOverTheLimit_ClosesWith1009(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();
        string largest = new('x', 65_536 - "Echo ".Length);
        Assert.Equal(largest, await client.EchoAsync(largest));

        await client.SendAsync("Echo x" + largest);

        Assert.Equal(([], 1009, "The message is too big."), await client.ReadToCloseAsync(), CloseComparer);
        await server.WaitForEndsAsync(1);
        Assert.Equal(1, server.HubState.Invocations);
    }

    [Theory]
    [InlineData(Route.Direct, 0)]
    [InlineData(Route.Direct, 10)]
    [InlineData(Route.Direct, 100_000)]
    [InlineData(Route.Stream, 10)]
    [InlineData(Route.Http2, 10)]
    public async Task Receive_BinaryMessage_ClosesWith1003(Route route, int length)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();

        await client.SendAsync(new byte[length], WebSocketMessageType.Binary);

        Assert.Equal(([], 1003, "Only text messages are understood."), await client.ReadToCloseAsync(), CloseComparer);
        await server.WaitForEndsAsync(1);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Receive_InvalidUtf8_ClosesWith1007(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();

        await client.SendAsync([.. "Echo "u8, 0xC3], WebSocketMessageType.Text);

        Assert.Equal(1007, (await client.ReadToCloseAsync()).Code);
        await server.WaitForEndsAsync(1);
        Assert.Equal(0, server.HubState.Invocations);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Close_ByTheClient_IsAnsweredWithItsCode(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();

        await client.CloseAsync(4321, "done");

        Assert.Equal(([], 4321, string.Empty), await client.ReadToCloseAsync(), CloseComparer);
        await server.WaitForEndsAsync(1);
        Assert.Empty(server.Registry.Members);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Close_ByTheClientWithoutACode_IsAnsweredWith1000(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        using RawClient client = await server.ConnectRawAsync();

        await client.SendAsync(ClientFrame.Of(WebSocketFrame.Close, []));

        Assert.Equal(["close 1000 "], await client.ReadToEndAsync());
        await server.WaitForEndsAsync(1);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Close_ByTheDialect_SendsFarewellCodeAndReason(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();

        await client.SendAsync("close 4001 Not like this.");

        Assert.Equal((["bye 4001"], 4001, "Not like this."), await client.ReadToCloseAsync(), CloseComparer);
        await server.WaitForEndsAsync(1);
        Assert.Empty(server.Registry.Members);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Close_ByTheHub_SendsTheDialectsCode(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();

        await client.SendAsync("End now");

        Assert.Equal((["bye 4009"], 4009, "hub ended"), await client.ReadToCloseAsync(), CloseComparer);
        await server.WaitForEndsAsync(1);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Close_ClientNeverAnswers_IsGoneAfterTheCloseTimeout(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        using RawClient client = await server.ConnectRawAsync();
        await client.SendTextAsync("close 4001 go");
        Assert.Equal("bye 4001", (await client.ReadFrameAsync()).Text);
        Assert.Equal(4001, (await client.ReadFrameAsync()).CloseCode);

        server.Time.Advance(Outbox.CloseTimeout - TimeSpan.FromSeconds(1));
        Assert.Single(server.Registry.Members);
        server.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Empty(await client.ReadToEndAsync());
        await server.WaitForEndsAsync(1);
        Assert.Empty(server.Registry.Members);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Close_MessagesBehindIt_ReachNobody(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        using RawClient client = await server.ConnectRawAsync();
        int known = server.HubState.Messages;

        await client.SendAsync([.. ClientFrame.Text("close 4001 go"), .. ClientFrame.Text("Echo late"), .. ClientFrame.Close(4001)]);

        Assert.Equal(["bye 4001", "close 4001 go"], await client.ReadToEndAsync());
        await server.WaitForEndsAsync(1);
        Assert.Equal(known + 1, server.HubState.Messages);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Receive_Reset_EndsTheConnection(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        RawClient client = await server.ConnectRawAsync();

        client.Reset();

        await server.WaitForEndsAsync(1);
        Assert.Empty(server.Registry.Members);
        Assert.Equal(0, server.Monitor.Count);
    }

    [Fact]
    public async Task Receive_Http2StreamReset_EndsTheConnection()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Http2);
        await using EchoClient client = await server.ConnectAsync();

        client.Abort();

        await server.WaitForEndsAsync(1);
        Assert.Empty(server.Registry.Members);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Receive_SessionThrows_LeavesNothingBehind(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();

        await client.SendAsync("throw");

        await client.ReadToCloseAsync();
        await server.WaitForEndsAsync(1);
        Assert.Empty(server.Registry.Members);
        Assert.Equal(0, server.Monitor.Count);
    }

    [Fact]
    public async Task Receive_HubEndsWhileTheReceiverWaitsForRoom_ClosesTheConnection()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        using RawClient client = await server.ConnectRawAsync();
        int known = server.HubState.Messages;

        // The hub reads no more, but has not ended yet: the first large message finds no room.
        await client.SendTextAsync("EndSlowly now");
        await server.HubState.Blocked.Within("the hub's last method");
        await client.SendTextAsync(LargestMessage);
        await server.HubState.WaitForMessagesAsync(known + 2);
        server.HubState.Release();

        Assert.Equal(["bye 4009", "close 4009 hub ended"], await ReadFramesAsync(client, 2));
        await client.SendAsync(ClientFrame.Close(4009));
        await server.WaitForEndsAsync(1);
        Assert.Empty(server.Registry.Members);
    }

    [Fact]
    public async Task Receive_AbortWhileTheReceiverWaitsForRoom_ReachesTheHub()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        using RawClient client = await server.ConnectRawAsync();
        int known = server.HubState.Messages;

        // The hub works off one invocation after the other: the large message finds no room behind this one.
        await client.SendTextAsync("Block now");
        await server.HubState.Blocked.Within("the hub method");
        await client.SendTextAsync(LargestMessage);
        await server.HubState.WaitForMessagesAsync(known + 2);

        // Silence, and no answer to the close: the abort must end the hub method through its token.
        server.Time.Advance(TimeSpan.FromSeconds(151));
        Assert.Equal(["are you there?", "bye 4201", "close 4201 idle"], await ReadFramesAsync(client, 3));
        server.Time.Advance(Outbox.CloseTimeout + TimeSpan.FromSeconds(1));

        await server.WaitForEndsAsync(1);
        Assert.Empty(server.Registry.Members);
    }

    private static async Task<List<string>> ReadFramesAsync(RawClient client, int count)
    {
        List<string> frames = [];
        for (int i = 0; i < count; i++)
        {
            frames.Add((await client.ReadFrameAsync()).ToString());
        }

        return frames;
    }

    private static readonly EqualityComparer<(List<string> Messages, int? Code, string? Reason)> CloseComparer =
        EqualityComparer<(List<string> Messages, int? Code, string? Reason)>.Create(
            (one, other) => one.Messages.SequenceEqual(other.Messages) && one.Code == other.Code && (one.Reason ?? string.Empty) == (other.Reason ?? string.Empty));
}
