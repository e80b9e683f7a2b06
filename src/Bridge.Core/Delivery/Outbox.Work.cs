// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Delivery;

/// <content>The rarer kinds of work that are posted to the loop.</content>
internal sealed partial class Outbox
{
    private sealed class CloseWork(Outbox outbox, IReadOnlyList<OutboundMessage> farewell) : IShardWork
    {
        public void Execute() => outbox.BeginClose(farewell);
    }

    private sealed class DrainWork(Outbox outbox, TaskCompletionSource drained) : IShardWork
    {
        public void Execute() => outbox.BeginDrain(drained);
    }

    private sealed class ProbeWork(Outbox outbox, OutboundMessage ping, long number) : IShardWork
    {
        public void Execute() => outbox.WriteProbe(ping, number);
    }

    private sealed class SwitchWork(Outbox outbox, long number, FrameSink sink, Action<bool> tried) : IShardWork
    {
        public void Execute() => outbox.Switch(number, sink, tried);
    }

    private sealed class WriteEndedWork(Outbox outbox, bool failed) : IShardWork
    {
        public void Execute() => outbox.WriteEnded(failed);
    }
}
