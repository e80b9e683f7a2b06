// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.Delivery;

/// <summary>The connection of an out-queue under test.</summary>
internal sealed class RecordingOwner : IOutboxOwner
{
    private int _aborts;
    private int _farewells;

    public int Aborts => Volatile.Read(ref _aborts);

    public int Farewells => Volatile.Read(ref _farewells);

    /// <summary>Runs within the abort.</summary>
    public Action? OnAbort { get; set; }

    public IReadOnlyList<OutboundMessage> SlowConsumerFarewell()
    {
        Interlocked.Increment(ref _farewells);
        return [OutboundMessage.Text("too slow"u8, isControl: true), OutboundMessage.RawFrame(WebSocketFrame.CloseFrame(4100, "slow"))];
    }

    public void AbortTransport()
    {
        Interlocked.Increment(ref _aborts);
        OnAbort?.Invoke();
    }
}
