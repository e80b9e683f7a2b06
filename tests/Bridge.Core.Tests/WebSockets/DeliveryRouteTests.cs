// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.WebSockets;
using System.Text;
using Bridge.Core.Tests.WebSockets.Echo;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets;

/// <summary>What holds on every route to a client, over real sockets.</summary>
public sealed class DeliveryRouteTests
{
    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    [InlineData(Route.Tls)]
    public async Task Deliver_OnEachRoute_TakesItsWritePath(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();
        string text = new('x', 5_000);
        long before = server.WrittenByServer;

        Assert.Equal(text, await client.EchoAsync(text));
        Assert.Equal(text, await client.EchoAsync(text));

        long throughServer = server.WrittenByServer - before;
        if (route == Route.Direct)
        {
            Assert.Equal(0, throughServer);
            Assert.Equal(1, server.Meters.Direct);
        }
        else
        {
            Assert.True(throughServer > 2 * text.Length, $"{throughServer} bytes went through the server.");
            Assert.Equal(0, server.Meters.Direct);
        }
    }

    [Theory]
    [InlineData(Route.Direct, 20_000)]
    [InlineData(Route.Direct, 200_000)]
    [InlineData(Route.Stream, 20_000)]
    [InlineData(Route.Stream, 200_000)]
    [InlineData(Route.Http2, 20_000)]
    [InlineData(Route.Http2, 200_000)]
    [InlineData(Route.Tls, 20_000)]
    [InlineData(Route.Tls, 200_000)]
    public async Task Deliver_BigMessage_ArrivesWhole(Route route, int length)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();

        await client.SendAsync($"Big {length}");

        Assert.Equal(EchoHubState.Pattern(length), await client.ReceiveAsync());
        Assert.Equal("still there", await client.EchoAsync("still there"));
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Deliver_TwoThousandMessages_KeepTheirOrder(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();

        await client.SendAsync("Burst 2000");
        for (int i = 0; i < 2_000; i++)
        {
            Assert.Equal($"{i}", await client.ReceiveAsync());
        }

        for (int i = 0; i < 2_000; i++)
        {
            await client.SendAsync($"Echo {i}");
        }

        for (int i = 0; i < 2_000; i++)
        {
            Assert.Equal($"{i}", await client.ReceiveAsync());
        }
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Receive_FragmentedMessages_AreJoined(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();
        string text = "grüße 😀 " + new string('x', 20_000);
        byte[] bytes = Encoding.UTF8.GetBytes("Echo " + text);

        // Fragments end within characters; some are empty, some larger than the receive buffer.
        int[] cuts = [0, 1, 8, 8, 9, 15, 17, 5_000, 15_000, bytes.Length, bytes.Length];
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            await client.SendAsync(bytes[cuts[i]..cuts[i + 1]], WebSocketMessageType.Text, endOfMessage: i + 2 == cuts.Length);
        }

        Assert.Equal(text, await client.ReceiveAsync());
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    public async Task Receive_MoreThanARequestBodyMayHold_IsFine(Route route)
    {
        // The server's limit for request bodies is set to 1,000 bytes.
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient client = await server.ConnectAsync();
        for (int i = 0; i < 20; i++)
        {
            string text = new((char)('a' + i), 1_000);
            Assert.Equal(text, await client.EchoAsync(text));
        }
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Deliver_PeerThatNeverReads_DelaysNobodyAndIsEnded(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route, new EchoServerSettings { QueueBytes = 128 * 1024 });
        using RawClient slow = await server.ConnectRawAsync(receiveBufferBytes: 4_096);
        await slow.SendTextAsync("Join room");
        await slow.PingAsync();
        await using EchoClient healthy = await server.ConnectAsync();
        await healthy.SendAsync("Join room");

        // The healthy client waits for each message before the next, so it is never behind.
        int sent = 0;
        for (; server.Meters.Disconnected == 0; sent++)
        {
            Assert.True(sent < 2_000, "The queue of the peer that never reads is not full after 64 MB.");
            string text = $"{sent} {new string('x', 32_000)}";
            await healthy.SendAsync("Say room " + text);
            Assert.Equal(text, await healthy.ReceiveAsync());
        }

        Assert.Equal(2, server.Registry.Members.Count);
        await server.AdvanceAsync(TimeSpan.FromSeconds(6));
        await server.WaitForEndsAsync(1);

        Assert.Single(server.Registry.Members);
        Assert.Equal("fine", await healthy.EchoAsync("fine"));
        Assert.Equal(1, server.Meters.Disconnected);
    }

    [Fact]
    public async Task Deliver_PongTwice_MovesOnce()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        using RawClient client = await RawClient.ConnectAsync(server.Uri);
        Assert.Equal(EchoSession.Greeting, (await client.ReadFrameAsync()).Text);
        byte[] pong = ClientFrame.Of(WebSocketFrame.Pong, (await client.ReadFrameAsync()).Payload);

        await client.SendAsync([.. pong, .. pong]);
        await client.PingAsync();

        Assert.Equal(1, server.Meters.Direct);
    }

    [Fact]
    public async Task Deliver_BusyWhileMovingToTheSocket_LosesAndMixesNothing()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        using RawClient client = await RawClient.ConnectAsync(server.Uri);
        Assert.Equal(EchoSession.Greeting, (await client.ReadFrameAsync()).Text);
        ServerFrame ping = await client.ReadFrameAsync();

        // An answer was written since the ping, so its pong proves nothing: the server must ask again.
        await client.SendTextAsync("Echo one");
        Assert.Equal("one", (await client.ReadFrameAsync()).Text);

        // Half of a message comes right behind the pong, so that the second try begins within a frame.
        byte[] unfinished = ClientFrame.Text("Echo " + new string('2', 1_000));
        await client.SendAsync([.. ClientFrame.Of(WebSocketFrame.Pong, ping.Payload), .. unfinished[..500]]);
        ServerFrame secondPing = await client.ReadFrameAsync();
        Assert.Equal(WebSocketFrame.Ping, secondPing.Opcode);
        Assert.Equal(0, server.Meters.Direct);
        await client.SendAsync([.. unfinished[500..], .. ClientFrame.Of(WebSocketFrame.Pong, secondPing.Payload)]);

        // The answer may be written before or after the second pong is seen; before it, there is a third ping.
        Assert.Equal(new string('2', 1_000), (await ReadAnsweringPingsAsync(client)).Text);
        await client.SendAsync(ClientFrame.Of(WebSocketFrame.Ping, []));
        Assert.Equal(WebSocketFrame.Pong, (await ReadAnsweringPingsAsync(client)).Opcode);
        Task<ServerFrame> first = ReadAnsweringPingsAsync(client);
        await server.Meters.WaitForDirectAsync(1);

        await client.SendTextAsync("Burst 2000");
        Assert.Equal("0", (await first).Text);
        for (int i = 1; i < 2_000; i++)
        {
            Assert.Equal($"{i}", (await client.ReadFrameAsync()).Text);
        }
    }

    private static async Task<ServerFrame> ReadAnsweringPingsAsync(RawClient client)
    {
        while (true)
        {
            ServerFrame frame = await client.ReadFrameAsync();
            if (frame.Opcode != WebSocketFrame.Ping)
            {
                return frame;
            }

            await client.SendAsync(ClientFrame.Of(WebSocketFrame.Pong, frame.Payload));
        }
    }
}
