// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.SockJS.TestHost;
using Bridge.SockJS.Tests.Hosts;
using Microsoft.AspNetCore.Builder;

namespace Bridge.SockJS.Tests.Http;

public sealed class SendTests
{
    private const int Clients = 8;
    private const int MessagesOfEach = 20;

    [Fact]
    public async Task XhrSend_ManyAtOnce_EachRequestStaysTogetherAndInOrder()
    {
        await using TestServer server = await TestServer.StartAsync();
        await (await server.PostAsync("/cookie_needed_echo/0/s/xhr")).ReadBodyAsync();

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            string body = JsonSerializer.Serialize(MessagesOf(client));
            using RawResponse sent = await RawResponse.SendAsync(server.Port, "POST", "/cookie_needed_echo/0/s/xhr_send", body, []);
            Assert.Equal(204, sent.Status);
        })).Within("the sends");

        List<string> received = [];
        while (received.Count < Clients * MessagesOfEach)
        {
            string frame = await (await server.PostAsync("/cookie_needed_echo/0/s/xhr")).ReadBodyAsync();
            received.AddRange(JsonSerializer.Deserialize<string[]>(frame.AsSpan(1))!);
        }

        foreach (string[] block in received.Chunk(MessagesOfEach))
        {
            Assert.Equal(MessagesOf(int.Parse(block[0].Split('-')[0], provider: null)), block);
        }
    }

    /// <summary>Such a client never ends its request, and never breaks it off either.</summary>
    [Theory]
    [InlineData("xhr_send")]
    [InlineData("jsonp_send")]
    public async Task Send_ChunksWithoutEnd_IsRefusedAtTheLimit(string transport)
    {
        await using TestServer server = await TestServer.StartAsync(app =>
            app.MapSockJS<EchoHandler>("/small", new SockJSOptions { MaxMessageBytes = 1000 }));
        await (await server.PostAsync("/small/0/s/xhr")).ReadBodyAsync();
        using RawConnection connection = await RawConnection.OpenAsync(server.Port);
        await connection.SendAsync($"POST /small/0/s/{transport} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");

        for (int sent = 0; sent <= 1000; sent += 0x64)
        {
            await connection.SendAsync($"64\r\n{new string('[', 0x64)}\r\n");
        }

        Assert.StartsWith("HTTP/1.1 413 ", await connection.ReadHeadAsync(), StringComparison.Ordinal);
        Assert.Equal(204, (await server.PostAsync("/small/0/s/xhr_send", """["x"]""")).Status);
        Assert.Equal("a[\"x\"]\n", await (await server.PostAsync("/small/0/s/xhr")).ReadBodyAsync());
    }

    private static string[] MessagesOf(int client) => [.. Enumerable.Range(0, MessagesOfEach).Select(number => $"{client}-{number}")];
}
