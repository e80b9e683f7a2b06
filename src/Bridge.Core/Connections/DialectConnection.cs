// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using System.Security.Claims;
using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Bridge.Core.Draining;
using Bridge.Core.Groups;
using Bridge.Core.Users;
using Bridge.Core.WebSockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Connections.Features;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Core.Connections;

/// <summary>
/// A legacy client's connection as the hub sees it. Its dialect's session puts invocations in with
/// <see cref="InvokeAsync{TState}"/> and sends to the client with <see cref="Send"/>.
/// </summary>
public sealed partial class DialectConnection : ConnectionContext, IOutboxOwner, IDrainable, ITransferFormatFeature, IConnectionUserFeature, IHttpContextFeature
{
    private static readonly PipeOptions InputOptions = new(
        pauseWriterThreshold: 64 * 1024, resumeWriterThreshold: 32 * 1024, useSynchronizationContext: false);

    private readonly Pipe _input = new(InputOptions);
    private readonly Lock _hubGate = new();
    private readonly Action _abortTransport;
    private DialectSignIn? _signIn;
    private HubMember? _member;
    private int _closing;

    internal DialectConnection(IDialect dialect, HttpContext httpContext, Action abortTransport, DeliveryShard shard, MessageSink sink)
    {
        Dialect = dialect;
        HttpContext = httpContext;
        User = httpContext.User;
        _abortTransport = abortTransport;
        Outbox = new Outbox(shard, this, sink);
        Transport = new DuplexPipe(_input.Reader, new HubMessageWriter(this));
        Features = new DialectFeatures(this);
    }

    /// <summary>The socket id, which is also the hub connection's id.</summary>
    public override string ConnectionId { get; set; } = SocketId.New();

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; }

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get => field ??= new ConnectionItems(); set; }

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <summary>The request that opened the connection.</summary>
    public HttpContext? HttpContext { get; set; }

    /// <summary>The principal that ASP.NET Core authenticated.</summary>
    public ClaimsPrincipal? User { get; set; }

    /// <summary>The words of this connection's client.</summary>
    public IDialect Dialect { get; }

    /// <summary>What carries its messages; null for a WebSocket.</summary>
    internal DialectTransport? Carrier { get; init; }

    /// <summary>When the client is asked whether it is alive.</summary>
    public KeepAlive? KeepAlive { get; set; }

    /// <summary>The user that the connection signed in as, or null.</summary>
    public SignedInUser? SignedInUser => _signIn?.User;

    TransferFormat ITransferFormatFeature.SupportedFormats => DialectHubProtocol.Format;

    TransferFormat ITransferFormatFeature.ActiveFormat { get; set; } = DialectHubProtocol.Format;

    /// <summary>The dialect's side of the connection.</summary>
    internal DialectSession Session { get; set; } = null!;

    internal Outbox Outbox { get; }

    /// <summary>The connection as the hub knows it; null before it does.</summary>
    internal HubMember? Member
    {
        get
        {
            lock (_hubGate)
            {
                return _member;
            }
        }
    }

    internal PipeWriter Input => _input.Writer;

    /// <summary>
    /// Moves the connection to its socket; null when it can't be. Begun with the first subscription: before it there is
    /// next to nothing to write.
    /// </summary>
    internal DirectSocketSwitch? DirectSocket { get; set; }

    /// <summary>Whether what was sent may wait for the client's next request.</summary>
    internal bool IsPolling { get; init; }

    /// <summary>Timestamp of the last byte that came in.</summary>
    internal long LastReceived { get; set; }

    /// <summary>Whether the client was pinged since <see cref="LastReceived"/>.</summary>
    internal bool IsPinged { get; set; }

    /// <summary>Sends a message to this client alone, after everything that was sent to it before.</summary>
    /// <param name="message">The message.</param>
    public void Send(OutboundMessage message) => Outbox.Post(message);

    /// <summary>Invokes a hub method. The hub works off the invocations of one connection one after the other.</summary>
    /// <typeparam name="TState">What the argument writer needs.</typeparam>
    /// <param name="invocationId">Comes back in the completion; null when no answer is wanted.</param>
    /// <param name="target">The hub method.</param>
    /// <param name="state">Handed to <paramref name="writeArguments"/>.</param>
    /// <param name="writeArguments">Writes the arguments, one JSON value each.</param>
    /// <returns>Done when the hub has room for more; wait for it before the next message is handled.</returns>
    public ValueTask InvokeAsync<TState>(
        string? invocationId, string target, TState state, Action<TState, Utf8JsonWriter> writeArguments)
    {
        HubInvocationWriter.Write(_input.Writer, invocationId, target, state, writeArguments);
        ValueTask<FlushResult> flush = _input.Writer.FlushAsync();
        return flush.IsCompletedSuccessfully ? ValueTask.CompletedTask : Await(flush);

        static async ValueTask Await(ValueTask<FlushResult> flush) => await flush;
    }

    /// <summary>Signs the connection in as a user of its namespace.</summary>
    /// <param name="user">The user that it proved to be.</param>
    /// <param name="space">The namespace that the user belongs to.</param>
    /// <param name="answer">What the client gets before anything that is meant for the user.</param>
    public ValueTask SignInAsync(SignedInUser user, ChannelNamespace space, params IReadOnlyList<OutboundMessage> answer)
    {
        HubMember? member;
        lock (_hubGate)
        {
            _signIn = new DialectSignIn(user, space, answer);
            member = _member;
        }

        // Before the hub knows the connection, it is enough to note the user: the hub asks when it is ready.
        return member is null ? ValueTask.CompletedTask : member.Channels.SignInAsync(member, _signIn);
    }

    /// <summary>Closes the connection: the dialect's last words, then a close frame. Further calls do nothing.</summary>
    /// <param name="close">Why.</param>
    public void Close(ConnectionClose close)
    {
        if (TryBeginClose())
        {
            Outbox.PostClose(LastWords(close));
        }
    }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason) => AbortTransport();

    bool IDrainable.IsPolling => IsPolling;

    void IDrainable.SendAway() => Close(Session.ShutdownClose);

    IReadOnlyList<OutboundMessage> IOutboxOwner.SlowConsumerFarewell()
    {
        TryBeginClose();
        return LastWords(Session.SlowConsumerClose);
    }

    void IOutboxOwner.AbortTransport() => AbortTransport();

    /// <summary>Tells that the hub knows the connection.</summary>
    /// <returns>A sign-in that came before, or null.</returns>
    internal DialectSignIn? Attach(HubMember member)
    {
        lock (_hubGate)
        {
            _member = member;
            return _signIn;
        }
    }

    /// <summary>Claims the right to send the close frame.</summary>
    internal bool TryBeginClose() => Interlocked.Exchange(ref _closing, 1) == 0;

    /// <summary>Whether the close frame is on its way: what the client says from now on is of no interest.</summary>
    internal bool IsClosing => Volatile.Read(ref _closing) != 0;

    /// <summary>Whether nothing more comes in.</summary>
    internal bool IsInputEnded { get; private set; }

    /// <summary>Tells the hub that nothing more comes in. What came before is still worked off.</summary>
    internal void EndInput()
    {
        IsInputEnded = true;
        _input.Writer.Complete();
    }

    /// <summary>Cancels what the hub still does for this connection.</summary>
    internal void AbortHub()
    {
        Member?.Connection.Abort();
    }

    private void AbortTransport()
    {
        _abortTransport();

        // A receiver that waits for the hub to have room would not see the end.
        _input.Writer.CancelPendingFlush();
    }

    private List<OutboundMessage> LastWords(ConnectionClose close)
    {
        var last = new CloseMessage(close);
        return Session.Farewell(close) is { } farewell ? [farewell, last] : [last];
    }

    private sealed class DuplexPipe(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        public PipeReader Input { get; } = input;

        public PipeWriter Output { get; } = output;
    }
}
