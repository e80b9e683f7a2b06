// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>
/// What is counted of one session. Whether anybody listens is asked once, so that what begins is also ended: a count of
/// open sessions that began in between would never be right.
/// </summary>
internal readonly struct SessionMetrics
{
    private const string TransportTag = "bridge.sockjs.transport";
    private const string ReasonTag = "bridge.sockjs.end_reason";

    private readonly SockJSMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly KeyValuePair<string, object?> _transport;
    private readonly long _openedAt;
    private readonly bool _isActiveCounted;
    private readonly bool _isDurationMeasured;

    public SessionMetrics(SockJSMetrics metrics, SockJSTransports transport, TimeProvider time)
    {
        _metrics = metrics;
        _time = time;
        _transport = new KeyValuePair<string, object?>(TransportTag, NameOf(transport));
        _isActiveCounted = metrics.Active.Enabled;
        _isDurationMeasured = metrics.Duration.Enabled;
        _openedAt = _isDurationMeasured ? time.GetTimestamp() : 0;
    }

    public void Open()
    {
        _metrics.Opened.Add(1, _transport);
        if (_isActiveCounted)
        {
            _metrics.Active.Add(1, _transport);
        }
    }

    public void End(SessionClose close)
    {
        if (_isActiveCounted)
        {
            _metrics.Active.Add(-1, _transport);
        }

        if (_isDurationMeasured)
        {
            _metrics.Duration.Record(
                _time.GetElapsedTime(_openedAt).TotalSeconds, _transport, KeyValuePair.Create<string, object?>(ReasonTag, ReasonOf(close)));
        }
    }

    public void Receive(List<byte[]> messages)
    {
        _metrics.Received.Add(messages.Count, _transport);
        if (_metrics.BytesReceived.Enabled)
        {
            long bytes = 0;
            foreach (byte[] message in messages)
            {
                bytes += message.Length;
            }

            _metrics.BytesReceived.Add(bytes, _transport);
        }
    }

    public void Send(int messages, long bytes)
    {
        _metrics.Sent.Add(messages, _transport);
        _metrics.BytesSent.Add(bytes, _transport);
    }

    public void BeSlow() => _metrics.SlowConsumers.Add(1, _transport);

    private static string NameOf(SockJSTransports transport) => transport switch
    {
        SockJSTransports.WebSocket => "websocket",
        SockJSTransports.RawWebSocket => "websocket_raw",
        SockJSTransports.XhrStreaming => "xhr_streaming",
        SockJSTransports.XhrPolling => "xhr_polling",
        SockJSTransports.EventSource => "eventsource",
        SockJSTransports.HtmlFile => "htmlfile",
        _ => "jsonp_polling",
    };

    // Few values: an application may close with any code.
    private static string ReasonOf(SessionClose close) => close.Code switch
    {
        1000 => "normal",
        1001 => "going_away",
        1002 => "interrupted",
        1008 => "slow_consumer",
        1011 => "handler_failed",
        _ => "application",
    };
}
