// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.WebSockets.Echo;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets;

/// <summary>Whatever bytes a client sends, at worst its own connection ends.</summary>
public sealed class BadInputTests
{
    public static TheoryData<string, byte[]> BrokenFrames => new()
    {
        { "unmasked", [0x81, 2, (byte)'h', (byte)'i'] },
        { "reserved bits", [0xF1, 0x80, 0, 0, 0, 0] },
        { "reserved opcode", [0x83, 0x80, 0, 0, 0, 0] },
        { "reserved control opcode", [0x8B, 0x80, 0, 0, 0, 0] },
        { "control frame too long", ClientFrame.Of(WebSocketFrame.Ping, new byte[126]) },
        { "control frame in fragments", ClientFrame.Of(WebSocketFrame.Ping, [1], isFinal: false) },
        { "negative length", [0x81, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] },
        { "continuation of nothing", ClientFrame.Of(0x0, [1]) },
        { "new message within one", [.. ClientFrame.Of(WebSocketFrame.Text, [1], isFinal: false), .. ClientFrame.Of(WebSocketFrame.Text, [1])] },
        { "close with one byte", ClientFrame.Of(WebSocketFrame.Close, [1]) },
        { "close with a code that nobody may send", ClientFrame.Close(1005) },
        { "garbage", [.. Enumerable.Repeat((byte)0xFF, 100)] },
    };

    [Theory]
    [MemberData(nameof(BrokenFrames))]
    public async Task Receive_BrokenFrame_ClosesWith1002(string what, byte[] bytes)
    {
        foreach (Route route in new[] { Route.Direct, Route.Stream })
        {
            await using EchoServer server = await EchoServer.StartAsync(route);
            await using EchoClient other = await server.ConnectAsync();
            using RawClient client = await server.ConnectRawAsync();

            await client.SendAsync([.. bytes, .. ClientFrame.Text("never read")]);

            ServerFrame close = await client.ReadFrameAsync();
            Assert.True(close.Opcode == WebSocketFrame.Close, $"{what}: got {close}");
            Assert.Equal(1002, close.CloseCode);
            client.EndSending();
            Assert.Empty(await client.ReadToEndAsync());
            await server.WaitForEndsAsync(1);
            Assert.Equal("fine", await other.EchoAsync("fine"));
            Assert.Single(server.Registry.Members);
        }
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Receive_BrokenFrameAndMuchMore_StillTellsWhy(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        using RawClient client = await server.ConnectRawAsync();

        // An end while bytes are unread would reset the connection, and the close frame would be lost with it.
        await client.SendAsync([0xF1, 0x80, 0, 0, 0, 0, .. new byte[8_000_000]]);

        Assert.Equal(1002, (await client.ReadFrameAsync()).CloseCode);
        client.EndSending();
        await server.WaitForEndsAsync(1);
    }

    [Fact]
    public async Task Receive_BrokenFrameAndNoEnd_IsGoneAfterTheCloseTimeout()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        using RawClient client = await server.ConnectRawAsync();
        await client.SendAsync(0x81, 0, 0, 0, 0, 0);
        Assert.Equal(1002, (await client.ReadFrameAsync()).CloseCode);

        await server.AdvanceAsync(TimeSpan.FromSeconds(6));

        await server.WaitForEndsAsync(1);
        Assert.Empty(await client.ReadToEndAsync());
    }

    [Theory]
    [InlineData(new byte[] { 0x81 })]
    [InlineData(new byte[] { 0x81, 0xFE, 0x01 })]
    [InlineData(new byte[] { 0x81, 0x85, 1, 2, 3, 4, 5 })]
    [InlineData(new byte[] { 0x01, 0x81, 1, 2, 3, 4, 5 })]
    [InlineData(new byte[] { 0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3, 4, 5 })]
    public async Task Receive_PartOfAFrameThenTheEnd_EndsTheConnection(byte[] part)
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        await using EchoClient other = await server.ConnectAsync();
        using RawClient client = await server.ConnectRawAsync();
        await client.SendAsync(part);
        client.EndSending();
        await client.ReadToEndAsync();

        RawClient resetting = await server.ConnectRawAsync();
        await resetting.SendAsync(part);
        resetting.Reset();

        await server.WaitForEndsAsync(2);
        Assert.Equal("fine", await other.EchoAsync("fine"));
        Assert.Single(server.Registry.Members);
    }

    [Fact]
    public async Task Receive_HugeDeclaredLength_ClosesWith1009WithoutTheMemory()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        using RawClient client = await server.ConnectRawAsync();

        await client.SendAsync(0x81, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0);
        byte[] part = new byte[65_537];
        Array.Fill(part, (byte)'x');
        await client.SendAsync(part);

        Assert.Equal(1009, (await client.ReadFrameAsync()).CloseCode);
        client.EndSending();
        await server.WaitForEndsAsync(1);
    }

    [Fact]
    public async Task Receive_RandomBytes_EndAtWorstTheirConnection()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        await using EchoClient other = await server.ConnectAsync();
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(1, 300)];
            random.NextBytes(bytes);
            using RawClient client = await RawClient.ConnectAsync(server.Uri);
            await client.SendAsync(bytes);
            client.EndSending();
            await client.ReadToEndAsync();
        }

        await server.WaitForEndsAsync(100);
        Assert.Equal("fine", await other.EchoAsync("fine"));
        Assert.Single(server.Registry.Members);
        Assert.Equal(1, server.Monitor.Count);
    }

    [Fact]
    public async Task Receive_PingsWithoutReadingThePongs_EndsTheConnection()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct, new EchoServerSettings { QueueBytes = 16 * 1024 });
        await using EchoClient other = await server.ConnectAsync();
        using RawClient client = await server.ConnectRawAsync(receiveBufferBytes: 4_096);
        byte[] ping = ClientFrame.Of(WebSocketFrame.Ping, new byte[125]);
        byte[] pings = [.. Enumerable.Repeat(ping, 200).SelectMany(bytes => bytes)];
        for (int i = 0; server.Meters.Disconnected == 0; i++)
        {
            Assert.True(i < 2_000, "The queue of a peer that reads no pong is not full after 50 MB.");
            await client.SendAsync(pings);
        }

        await server.AdvanceAsync(TimeSpan.FromSeconds(6));
        await server.WaitForEndsAsync(1);
        Assert.Equal("fine", await other.EchoAsync("fine"));
    }
}
