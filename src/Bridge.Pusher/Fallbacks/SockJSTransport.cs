// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.SockJS;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace Bridge.Pusher.Fallbacks;

/// <summary>Carries a client's messages over a SockJS session.</summary>
/// <param name="connection">The session.</param>
internal sealed class SockJSTransport(ConnectionContext connection) : DialectTransport
{
    private readonly ISockJSFeature _session = connection.Features.GetRequiredFeature<ISockJSFeature>();
    private readonly PipeReader _input = connection.Transport.Input;
    private SequencePosition? _received;

    public override MessageFraming Framing => SockJSFraming.Instance;

    public override TimeSpan? Silence => _session.Silence;

    public override async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync()
    {
        // Each read gives one more message, so what was received must be taken off first.
        if (_received is { } received)
        {
            _input.AdvanceTo(received);
        }

        ReadResult read = await _input.ReadAsync();
        _received = read.Buffer.End;

        // Not in one conditional expression: there null would be empty memory.
        if (read.IsCompleted && read.Buffer.IsEmpty)
        {
            return null;
        }

        return read.Buffer.First;
    }

    public override async ValueTask SendAsync(ReadOnlyMemory<byte> frame)
    {
        if (!await _session.SendAsync(SockJSMessage.FromLiteral(frame)))
        {
            throw new ConnectionAbortedException("The session is over.");
        }
    }

    public override void Close(ConnectionClose close) => _session.Close(close.Code, close.Reason);

    public override void Abort() => connection.Abort();
}
