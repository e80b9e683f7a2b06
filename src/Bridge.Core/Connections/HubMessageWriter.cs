// Licensed under the MIT License. See LICENSE in the repository root.

using System.IO.Pipelines;
using Bridge.Core.Delivery;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Connections;

/// <summary>
/// What a hub connection writes to. <see cref="DialectHubProtocol"/> hands messages over as objects, so the only bytes that
/// arrive are the handshake's answer, which nobody wants, and messages that were serialised beforehand.
/// </summary>
internal sealed class HubMessageWriter(DialectConnection connection) : PipeWriter
{
    // Nobody reads what is written here, so all connections write to the same place.
    private static readonly byte[] Discarded = new byte[256];

    private bool _handshakeDone;

    /// <summary>Takes a message.</summary>
    /// <param name="message">What the hub says to this connection alone.</param>
    public void Accept(HubMessage message) => connection.OnHubMessage(message);

    public override ValueTask<FlushResult> WriteAsync(ReadOnlyMemory<byte> source, CancellationToken cancellationToken = default)
    {
        // One call is one message: a hub connection never splits what was serialised for its protocol.
        if (_handshakeDone && !source.IsEmpty)
        {
            connection.Send(OutboundMessage.Text(source.Span, isControl: true));
        }

        return FlushAsync(cancellationToken);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        _handshakeDone = true;
        return ValueTask.FromResult(new FlushResult(isCanceled: false, isCompleted: false));
    }

    public override Memory<byte> GetMemory(int sizeHint = 0) => sizeHint <= Discarded.Length ? Discarded : new byte[sizeHint];

    public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    public override void Advance(int bytes)
    {
    }

    public override void CancelPendingFlush()
    {
    }

    public override void Complete(Exception? exception = null)
    {
    }
}
