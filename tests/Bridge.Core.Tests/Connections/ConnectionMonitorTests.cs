// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Connections;
using Bridge.Core.Groups;
using Bridge.Core.Tests.WebSockets;
using Bridge.Core.Tests.WebSockets.Echo;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.Connections;

public sealed class ConnectionMonitorTests
{
    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Check_SilentClient_IsAskedOnceThenClosed(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        using RawClient client = await server.ConnectRawAsync();
        DialectConnection connection = ConnectionOf(server);

        server.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(connection.IsPinged);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(connection.IsPinged);
        server.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(connection.IsClosing);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(connection.IsClosing);

        await client.SendAsync(ClientFrame.Close(4201));
        Assert.Equal(["are you there?", "bye 4201", "close 4201 idle"], await client.ReadToEndAsync());
        await server.WaitForEndsAsync(1);
    }

    [Theory]
    [InlineData("ping")]
    [InlineData("pong")]
    [InlineData("message")]
    [InlineData("half a frame")]
    public async Task Check_AnyByteThatArrives_CountsAsLife(string kind)
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        using RawClient client = await server.ConnectRawAsync();
        DialectConnection connection = ConnectionOf(server);
        server.Time.Advance(TimeSpan.FromSeconds(130));
        Assert.Equal("are you there?", (await client.ReadFrameAsync()).Text);
        Assert.True(connection.IsPinged);
        long before = connection.LastReceived;

        await client.SendAsync(kind switch
        {
            "ping" => ClientFrame.Of(WebSocketFrame.Ping, []),
            "pong" => ClientFrame.Of(WebSocketFrame.Pong, []),
            "message" => ClientFrame.Text("Echo x"),
            _ => [0x81],
        });
        Assert.True(SpinWait.SpinUntil(() => connection.LastReceived > before && !connection.IsPinged, TimeSpan.FromSeconds(20)));

        server.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(connection.IsPinged);
        Assert.False(connection.IsClosing);
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(connection.IsPinged);
        server.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(connection.IsClosing);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Receive_PingWhileAHubMethodBlocks_IsAnswered(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        using RawClient client = await server.ConnectRawAsync();
        await client.SendTextAsync("Block now");
        await client.SendTextAsync("Echo later");
        await server.HubState.Blocked.Within("the hub method");

        await client.PingAsync();
        Assert.Equal(0, server.HubState.Invocations);
        server.HubState.Release();

        Assert.Equal("later", (await client.ReadFrameAsync()).Text);
    }

    [Fact]
    public async Task Check_LongestTimes_AskNobody()
    {
        await using EchoServer server = await EchoServer.StartAsync(
            Route.Stream, new EchoServerSettings { KeepAlive = new KeepAlive(TimeSpan.MaxValue, TimeSpan.MaxValue) });
        using RawClient client = await server.ConnectRawAsync();

        server.Time.Advance(TimeSpan.FromHours(2));

        Assert.False(ConnectionOf(server).IsPinged);
        await client.PingAsync();
    }

    private static DialectConnection ConnectionOf(EchoServer server) =>
        Assert.IsType<DialectMember>(Assert.Single(server.Registry.Members)).DialectConnection;
}
