// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.WebSockets.Echo;

namespace Bridge.Core.Tests.WebSockets;

public sealed class LifetimeTests
{
    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    [InlineData(Route.Http2)]
    [InlineData(Route.Tls)]
    public async Task Stop_OpenConnections_AreClosedWithTheDialectsCode(Route route)
    {
        await using EchoServer server = await EchoServer.StartAsync(route);
        await using EchoClient first = await server.ConnectAsync();
        await using EchoClient second = await server.ConnectAsync();

        Task stopped = server.StopAsync();

        foreach (EchoClient client in new[] { first, second })
        {
            (List<string> messages, int? code, string? reason) = await client.ReadToCloseAsync();
            Assert.Equal(["bye 4200"], messages);
            Assert.Equal(4200, code);
            Assert.Equal("shutdown", reason);
        }

        await stopped;
        await server.WaitForEndsAsync(2);
    }

    [Theory]
    [InlineData(Route.Direct)]
    [InlineData(Route.Stream)]
    public async Task Connections_ManyOpenedAndEnded_LeaveNothingBehind(Route route)
    {
        const int Count = 500;
        await using EchoServer server = await EchoServer.StartAsync(route);
        var clients = new RawClient[Count];
        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            RawClient client = clients[i] = await RawClient.ConnectAsync(server.Uri);
            Assert.Equal(EchoSession.Greeting, (await client.ReadFrameAsync()).Text);
            if (route == Route.Direct && i % 2 == 0)
            {
                await client.AnswerPingAsync();
            }

            await client.SendTextAsync($"Join room{i % 50}");
        });

        await Parallel.ForAsync(0, Count, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
        {
            switch (i % 3)
            {
                case 0:
                    await clients[i].SendAsync(ClientFrame.Close(1000));
                    Assert.Equal("close 1000 ", (await clients[i].ReadToEndAsync())[^1]);
                    break;
                case 1:
                    clients[i].Reset();
                    break;
                default:
                    clients[i].EndSending();
                    await clients[i].ReadToEndAsync();
                    break;
            }

            clients[i].Dispose();
        });

        await server.WaitForEndsAsync(Count);
        Assert.Empty(server.Registry.Members);
        Assert.Equal(0, server.Registry.GroupCount);
        Assert.Equal(0, server.Monitor.Count);
    }

    [Fact]
    public async Task Run_RequestForNoWebSocket_IsAnsweredWith400()
    {
        await using EchoServer server = await EchoServer.StartAsync(Route.Direct);
        using var http = new HttpClient();

        using HttpResponseMessage response = await http.GetAsync(new Uri(server.Uri.ToString().Replace("ws:", "http:", StringComparison.Ordinal)));

        Assert.Equal(400, (int)response.StatusCode);
        await server.WaitForEndsAsync(1);
        Assert.Equal(0, server.Monitor.Count);
    }
}
