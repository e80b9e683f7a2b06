// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.LoadTest.Clients;
using Bridge.LoadTest.Clients.SockJS;
using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Tests.Clients;

public sealed class SockJSHttpSessionTests : IDisposable
{
    private const string Head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const string End = "0\r\n\r\n";

    private readonly LoopPeer _peer = new();
    private readonly ClientTally _tally = new();
    private readonly DeliveryCounter _deliveries = new();

    public void Dispose() => _peer.Dispose();

    [Fact]
    public void Frames_SplitAtEveryByte_AreCountedOnce()
    {
        var message = Stamp.CreatePayload(1, 100);
        var bytes = Encoding.ASCII.GetBytes(
            Head + Chunk(new string('h', 2_048) + "\n") + Chunk("o\n") + Chunk($"a[\"{message}\",\"{message}\"]\n") + Chunk("h\n") + Chunk($"a[\"{message}\"]\n"));
        var sessions = 0;
        for (var split = 1; split < bytes.Length; split += split is > 60 and < 2_000 ? 97 : 1)
        {
            var session = Connect("xhr_streaming");
            _peer.Send(bytes.AsSpan(0, split));
            _peer.Send(bytes.AsSpan(split));
            sessions++;
            Assert.True(session.IsReady);
            Assert.Equal(sessions, _tally.Ready);
            Assert.Equal(3 * sessions, _deliveries.Delivered);
        }
    }

    [Fact]
    public void Response_Ended_AsksForTheNext()
    {
        var session = Connect("xhr");
        Assert.StartsWith("POST /s/xhr HTTP/1.1\r\n", _peer.Receive());
        _peer.Send(Head + Chunk("o\n") + End);
        Assert.StartsWith("POST /s/xhr HTTP/1.1\r\n", _peer.Receive());
        _peer.Send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nh\n");
        Assert.StartsWith("POST /s/xhr HTTP/1.1\r\n", _peer.Receive());
        Assert.True(session.IsReady);
        Assert.Equal(1, _tally.Ready);
    }

    [Fact]
    public void CloseFrame_BeforeTheOpenFrame_FailsTheRun()
    {
        var session = Connect("xhr");
        _peer.Send(Head + Chunk("c[3000,\"Go away!\"]\n"));
        Assert.False(session.IsOpen);
        Assert.Equal(1, _tally.Disconnects);
        Assert.Contains("Go away!", _tally.Failure);
    }

    private static string Chunk(string text) => $"{text.Length:x}\r\n{text}\r\n";

    private SockJSHttpSession Connect(string transport)
    {
        var session = new SockJSHttpSession(_peer.Loop, _peer.EndPoint, "/s", transport, _tally, _deliveries);
        _peer.Connect(session);
        return session;
    }
}
