// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text;
using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Clients.SockJS;

/// <summary>The receiving side of a SockJS session over xhr or xhr_streaming: as soon as a response ends it asks for the next.</summary>
internal sealed class SockJSHttpSession(
    EventLoop loop, IPEndPoint endPoint, string path, string transport, ClientTally tally, DeliveryCounter? deliveries)
    : HttpConnection(loop, endPoint), ISubscriber
{
    private readonly SockJSSender _sender = new(loop, endPoint, $"{path}/xhr_send", tally);
    private readonly string _receivePath = $"{path}/{transport}";
    private bool _isOpen;

    public bool IsReady => IsOpen && _isOpen;

    public void SendText(string message) => _sender.SendText(message);

    public void FallSilent() => StopReading();

    protected override void OnConnected() => Post(_receivePath, string.Empty);

    protected override void OnChunk(ReadOnlySpan<byte> chunk)
    {
        if (deliveries?.Count(chunk) > 0)
        {
            return;
        }

        if (chunk.StartsWith("c["u8))
        {
            End($"the server closed the session: {Encoding.UTF8.GetString(chunk)}");
        }
        else if (!_isOpen && chunk.SequenceEqual("o\n"u8))
        {
            _isOpen = true;
            tally.Ready++;
        }
    }

    protected override void OnResponseEnd() => Post(_receivePath, string.Empty);

    protected override void OnClosed(string reason)
    {
        tally.Disconnects++;
        if (!_isOpen)
        {
            tally.Fail(reason);
        }
    }
}
