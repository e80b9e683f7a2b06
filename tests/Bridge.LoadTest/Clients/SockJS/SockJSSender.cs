// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;

namespace Bridge.LoadTest.Clients.SockJS;

/// <summary>The sending side of a SockJS session over HTTP: one request at a time, as in sockjs-client.</summary>
internal sealed class SockJSSender(EventLoop loop, IPEndPoint endPoint, string path, ClientTally tally) : HttpConnection(loop, endPoint)
{
    private readonly Queue<string> _waiting = new();
    private bool _isConnecting;
    private bool _isBusy;

    /// <summary>Sends an array of messages, now or when the one before is answered.</summary>
    public void SendText(string messages)
    {
        _waiting.Enqueue(messages);
        if (!_isConnecting)
        {
            _isConnecting = true;
            Connect(smallReceiveBuffer: false);
        }

        SendNext();
    }

    protected override void OnConnected() => SendNext();

    protected override void OnChunk(ReadOnlySpan<byte> chunk)
    {
    }

    protected override void OnResponseEnd()
    {
        _isBusy = false;
        SendNext();
    }

    protected override void OnClosed(string reason)
    {
        tally.Disconnects++;
        tally.Fail(reason);
    }

    private void SendNext()
    {
        if (IsOpen && !_isBusy && _waiting.TryDequeue(out var messages))
        {
            _isBusy = true;
            Post(path, messages);
        }
    }
}
