// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Security.Claims;
using Bridge.SockJS.Frames;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.SockJS.Sessions;

/// <summary>A session as its handler sees it. Its id is not the session's: who knows that one can read and send for the client.</summary>
internal sealed class SockJSConnection :
    ConnectionContext, IDuplexPipe, ISockJSFeature, IHttpContextFeature,
    IConnectionIdFeature, IConnectionItemsFeature, IConnectionTransportFeature, IConnectionUserFeature, IConnectionLifetimeFeature,
    IConnectionHeartbeatFeature, ITransferFormatFeature
{
    private readonly CancellationTokenSource _closed = new();
    private readonly HttpContextSnapshot _request;
    private readonly HeartbeatClock _clock;
    private ImmutableList<(Action<object> Act, object State)> _heartbeats = [];

    public SockJSConnection(
        HttpContext request, SockJSTransports transport, SockJSOptions options, DeadlineQueue deadlines, HeartbeatClock clock, SessionMetrics metrics,
        Action? removed, Action? proven)
    {
        _clock = clock;
        bool isRaw = transport == SockJSTransports.RawWebSocket;
        Session = new SockJSSession(options, deadlines, isRaw) { Metrics = metrics, Ended = OnSessionEnded, Removed = removed, Proven = proven };
        Output = new MessageWriter(Session, isRaw);
        Via = transport;
        ConnectionId = Guid.NewGuid().ToString();
        ConnectionClosed = _closed.Token;
        Transport = this;
        _request = new HttpContextSnapshot(request, ConnectionClosed);
        LocalEndPoint = _request.LocalEndPoint;
        RemoteEndPoint = _request.RemoteEndPoint;
        Features.Set<ISockJSFeature>(this);
        Features.Set<IHttpContextFeature>(this);
        Features.Set<IConnectionIdFeature>(this);
        Features.Set<IConnectionItemsFeature>(this);
        Features.Set<IConnectionTransportFeature>(this);
        Features.Set<IConnectionUserFeature>(this);
        Features.Set<IConnectionLifetimeFeature>(this);
        Features.Set<IConnectionHeartbeatFeature>(this);
        Features.Set<ITransferFormatFeature>(this);
    }

    public SockJSSession Session { get; }

    public SockJSTransports Via { get; }

    public override string ConnectionId { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    public override IDuplexPipe Transport { get; set; }

    public override CancellationToken ConnectionClosed { get; set; }

    public PipeReader Input => Session.Input;

    public PipeWriter Output { get; }

    public HttpContext? HttpContext
    {
        get => _request.Context;
        set => throw new NotSupportedException("The request of a SockJS session can't be replaced.");
    }

    public ClaimsPrincipal? User
    {
        get => _request.Context.User;
        set => _request.Context.User = value!;
    }

    SockJSTransports ISockJSFeature.Transport => Via;

    TimeSpan ISockJSFeature.Silence => Session.Silence;

    // Handlers whose protocol is binary learn here that SockJS carries text only.
    TransferFormat ITransferFormatFeature.SupportedFormats => TransferFormat.Text;

    TransferFormat ITransferFormatFeature.ActiveFormat { get; set; } = TransferFormat.Text;

    public ValueTask<bool> SendAsync(SockJSMessage message)
    {
        if (Via != SockJSTransports.RawWebSocket)
        {
            return Session.SendAsync(message.Literal);
        }

        // Clients without frames get the text itself.
        MessageParser.Parse(message.Literal.Span, allowBareString: true, out List<byte[]> text);
        return Session.SendAsync(text[0]);
    }

    public void Close(int code, string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        if (code is not ((>= 1000 and <= 1003) or (>= 1007 and <= 1014) or (>= 3000 and <= 4999)))
        {
            throw new ArgumentOutOfRangeException(nameof(code), code, "No close frame may carry this code.");
        }

        Session.Close(new SessionClose(code, reason));
    }

    public void OnHeartbeat(Action<object> action, object state)
    {
        ImmutableInterlocked.Update(ref _heartbeats, static (list, added) => list.Add(added), (action, state));
        _clock.Add(this);
    }

    /// <summary>Called every second once a handler has asked for it.</summary>
    public void TickHeartbeat()
    {
        foreach ((Action<object> act, object state) in _heartbeats)
        {
            try
            {
                act(state);
            }
            catch (Exception e)
            {
                _clock.Report(this, e);
            }
        }
    }

    public override void Abort() => Session.Interrupt();

    public override void Abort(ConnectionAbortedException abortReason) => Session.Interrupt();

    /// <summary>Gives back what a connection holds that no handler has seen.</summary>
    public ValueTask DiscardUnusedAsync() => _request.DisposeAsync();

    /// <summary>Ends the input and gives the services of the session back. The handler has returned; others may still try to write.</summary>
    public override async ValueTask DisposeAsync()
    {
        _clock.Remove(this);
        await Input.CompleteAsync();
        await _request.DisposeAsync();
        await base.DisposeAsync();
    }

    // On another thread: what the handler has registered must not run in the request that ends the session.
    private void OnSessionEnded() =>
        ThreadPool.UnsafeQueueUserWorkItem(static closed => closed.CancelAsync(), _closed, preferLocal: false);
}
