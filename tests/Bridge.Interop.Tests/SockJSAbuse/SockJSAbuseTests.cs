// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net.Sockets;
using System.Text;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.SockJSOracle;

namespace Bridge.Interop.Tests.SockJSAbuse;

/// <summary>What no client should send, and clients that go away at every point: the server goes on, and has nothing to tell.</summary>
public sealed class SockJSAbuseTests
{
    private const int Seed = 20_261_122;
    private const int Mutations = 1_500;

    [Fact]
    public async Task Reset_AfterEveryByteOfARequest_LeavesTheServerUnharmed()
    {
        await using AbusedServer server = await AbusedServer.StartAsync();
        string session = await server.OpenSessionAsync();
        byte[][] requests = Requests.All(session, Guid.NewGuid().ToString("N"));
        foreach (byte[] request in requests)
        {
            for (int length = 0; length <= request.Length; length++)
            {
                await server.SendAndResetAsync(request.AsMemory(0, length));
            }
        }

        await server.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Reset_AfterEveryByteOfAnAnswer_LeavesTheServerUnharmed()
    {
        // Answers of which no more comes than this: the client would wait.
        const int BytesOfShortestAnswer = 100;
        await using AbusedServer server = await AbusedServer.StartAsync();
        string session = await server.OpenSessionAsync();
        for (int length = 1; length <= BytesOfShortestAnswer; length++)
        {
            foreach (byte[] request in Requests.All(session, Guid.NewGuid().ToString("N")))
            {
                await server.SendAndResetAsync(request, length);
            }
        }

        await server.AssertUnharmedAsync();
    }

    [Theory]
    [InlineData("xhr_send")]
    [InlineData("jsonp_send")]
    public async Task Body_ThatNeverEnds_IsCutOffAtTheLimit(string route)
    {
        await using AbusedServer server = await AbusedServer.StartAsync();
        string session = await server.OpenSessionAsync();
        using WireClient client = await server.ConnectAsync();
        await client.SendAsync($"POST /echo/0/{session}/{route} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        Task sending = SendWithoutEndAsync(client);
        Assert.Equal(413, (await client.ReadHeadAsync()).Status);
        await sending.WithinDeadline("the end of the connection");
        await server.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Body_ThatIsHuge_IsRefusedWithoutReadingIt()
    {
        await using AbusedServer server = await AbusedServer.StartAsync();
        string session = await server.OpenSessionAsync();
        foreach (string length in (string[])["1048577", "100000000", "9223372036854775807"])
        {
            using WireClient client = await server.ConnectAsync();
            await client.SendAsync($"POST /echo/0/{session}/xhr_send HTTP/1.1\r\nHost: a\r\nContent-Length: {length}\r\n\r\n[\"");
            Assert.Equal(413, (await client.ReadHeadAsync()).Status);
        }

        await server.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Bodies_ThatPause_DoNotKeepOthersWaiting()
    {
        await using AbusedServer server = await AbusedServer.StartAsync();
        string session = await server.OpenSessionAsync();
        List<WireClient> clients = [];
        for (int i = 0; i < 200; i++)
        {
            WireClient client = await server.ConnectAsync();
            clients.Add(client);
            await client.SendAsync($"POST /echo/0/{session}/xhr_send HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[\"a");
        }

        await server.AssertServesAsync();
        clients.ForEach(client => client.Dispose());
        await server.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Requests_ChangedAtRandom_LeaveTheServerUnharmed()
    {
        await using AbusedServer server = await AbusedServer.StartAsync();
        string session = await server.OpenSessionAsync();
        Mutator mutator = new(Seed);
        for (int i = 0; i < Mutations; i++)
        {
            byte[][] requests = Requests.All(session, Guid.NewGuid().ToString("N"));
            await server.SendAndResetAsync(mutator.Change(requests[i % requests.Length]));
        }

        await server.AssertUnharmedAsync();
    }

    [Fact]
    public async Task Frames_MadeAtRandom_LeaveTheServerUnharmed()
    {
        await using AbusedServer server = await AbusedServer.StartAsync();
        Mutator mutator = new(Seed);
        byte[][] handshakes = [.. Requests.All("s", "f")[^2..]];
        for (int i = 0; i < Mutations / 2; i++)
        {
            await server.SendAndResetAsync(mutator.AppendNoise(handshakes[i % 2]), bytesToRead: 1);
        }

        await server.AssertUnharmedAsync();
    }

    private static async Task SendWithoutEndAsync(WireClient client)
    {
        byte[] chunk = Encoding.ASCII.GetBytes($"1000\r\n{new string('[', 0x1000)}\r\n");
        try
        {
            while (true)
            {
                await client.Stream.WriteAsync(chunk);
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server has ended it, as it should.
        }
    }
}
