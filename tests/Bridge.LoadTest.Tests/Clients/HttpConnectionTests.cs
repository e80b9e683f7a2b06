// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text;
using Bridge.LoadTest.Clients;

namespace Bridge.LoadTest.Tests.Clients;

public sealed class HttpConnectionTests : IDisposable
{
    private static readonly byte[] s_responses = Encoding.ASCII.GetBytes(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\no\n\r\nf\r\na[\"one\",\"\\r\\n\"]\r\n0\r\n\r\n"
        + "HTTP/1.1 204 No Content\r\nDate: now\r\n\r\n"
        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh\n");

    private readonly LoopPeer _peer = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public void Consume_ResponsesSplitAtEveryByte_GivesEachChunkOnce()
    {
        for (var split = 1; split < s_responses.Length; split++)
        {
            var client = Connect();
            _peer.Send(s_responses.AsSpan(0, split));
            _peer.Send(s_responses.AsSpan(split));
            AssertComplete(client);
        }
    }

    [Fact]
    public void Consume_ResponsesByteByByte_GivesEachChunkOnce()
    {
        var client = Connect();
        foreach (var one in s_responses)
        {
            _peer.Send([one]);
        }

        AssertComplete(client);
    }

    [Theory]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", "the server answered HTTP/1.1 404 Not Found")]
    [InlineData("nonsense\r\n\r\n", "the server answered nonsense")]
    public void Consume_AnotherAnswerThanSuccess_Closes(string response, string reason)
    {
        var client = Connect();
        _peer.Send(response);
        Assert.Equal(reason, client.Reason);
        Assert.False(client.IsOpen);
    }

    private Recorder Connect()
    {
        var client = new Recorder(_peer.Loop, _peer.EndPoint);
        _peer.Connect(client);
        return client;
    }

    private static void AssertComplete(Recorder client)
    {
        Assert.Null(client.Reason);
        Assert.Equal(["o\n", "a[\"one\",\"\\r\\n\"]", "h\n"], client.Chunks);
        Assert.Equal(3, client.Responses);
    }

    private sealed class Recorder(EventLoop loop, IPEndPoint endPoint) : HttpConnection(loop, endPoint)
    {
        public List<string> Chunks { get; } = [];

        public int Responses { get; private set; }

        public string? Reason { get; private set; }

        protected override void OnConnected()
        {
        }

        protected override void OnChunk(ReadOnlySpan<byte> chunk) => Chunks.Add(Encoding.ASCII.GetString(chunk));

        protected override void OnResponseEnd() => Responses++;

        protected override void OnClosed(string reason) => Reason = reason;
    }
}
