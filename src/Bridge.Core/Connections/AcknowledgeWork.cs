// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;

namespace Bridge.Core.Connections;

/// <summary>Sends the answer to a subscription and releases what was held back, in line with the deliveries.</summary>
internal sealed class AcknowledgeWork(Outbox outbox, ChannelJoin join, IReadOnlyList<OutboundMessage> answer) : IShardWork
{
    public void Execute()
    {
        foreach (OutboundMessage message in answer)
        {
            outbox.Append(message);
        }

        join.Membership?.Release(join.Result?.Version ?? 0);
    }
}
