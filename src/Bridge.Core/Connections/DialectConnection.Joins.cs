// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Core.Authorization;
using Bridge.Core.Delivery;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Connections;

/// <content>The subscriptions that are on their way through the hub.</content>
public sealed partial class DialectConnection
{
    private readonly List<ChannelJoin> _joins = [];
    private int _joinNumber;

    /// <summary>Begins a subscription: the next time the hub adds this connection to the group, it joins with this grant.</summary>
    /// <param name="group">The hub group.</param>
    /// <param name="grant">As whom it joins.</param>
    public ChannelJoin BeginJoin(string group, ChannelGrant grant)
    {
        lock (_joins)
        {
            var join = new ChannelJoin(++_joinNumber, group, grant);
            _joins.Add(join);
            return join;
        }
    }

    /// <summary>Takes a subscription off the list of those under way; null when the number is unknown.</summary>
    /// <param name="number">The number of the <see cref="ChannelJoin"/>.</param>
    public ChannelJoin? EndJoin(int number)
    {
        lock (_joins)
        {
            int index = _joins.FindIndex(join => join.Number == number);
            if (index < 0)
            {
                return null;
            }

            ChannelJoin join = _joins[index];
            _joins.RemoveAt(index);
            return join;
        }
    }

    /// <summary>Sends the answer to a subscription, then what was held back for it.</summary>
    /// <param name="join">What <see cref="EndJoin"/> gave.</param>
    /// <param name="answer">The acknowledgement or the refusal, and what belongs right behind it.</param>
    public void Acknowledge(ChannelJoin join, params IReadOnlyList<OutboundMessage> answer)
    {
        Outbox.Shard.Post(new AcknowledgeWork(Outbox, join, answer));
        DirectSocket?.Begin();
        if (join.IsLeft)
        {
            _ = LeaveAsync(join.Group);
        }
    }

    /// <summary>Hands on what the hub says to this connection alone.</summary>
    /// <param name="message">The message.</param>
    internal void OnHubMessage(HubMessage message)
    {
        if (message is CompletionMessage completion
            && int.TryParse(completion.InvocationId, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && FindJoin(number) is { } join
            && (join.IsHubsOwn || (join.IsOpen && completion.Error is null)))
        {
            _ = CompleteAsync(join, completion.InvocationId!);
        }
        else
        {
            Session.OnHubMessage(message);
        }
    }

    /// <summary>
    /// Answers a subscription that has not joined the group: it succeeds all the same when the hub did so before and by itself.
    /// </summary>
    private async Task CompleteAsync(ChannelJoin join, string invocationId)
    {
        if (join.IsOpen)
        {
            await Member!.Channels.ConfirmAsync(Member, join);
        }

        if (join.IsOpen && join.IsHubsOwn)
        {
            join.Refusal = new ChannelRefusedException(
                ChannelRefusedException.InvalidName, 400, "The hub takes no subscriptions and has not joined this channel by itself.");
        }

        Session.OnHubMessage(CompletionMessage.Empty(invocationId));
    }

    private ChannelJoin? FindJoin(int number)
    {
        lock (_joins)
        {
            return _joins.Find(join => join.Number == number);
        }
    }

    /// <summary>Has the newest subscription to a group that is under way end as soon as it is answered.</summary>
    /// <returns>False when none is under way.</returns>
    private bool TryLeaveLater(string group)
    {
        lock (_joins)
        {
            ChannelJoin? newest = _joins.FindLast(join => join.Group == group);
            newest?.IsLeft = true;
            return newest is not null;
        }
    }

    /// <summary>The oldest subscription to a group that is under way, or null.</summary>
    internal ChannelJoin? FindJoin(string group)
    {
        lock (_joins)
        {
            foreach (ChannelJoin join in _joins)
            {
                if (join.Group == group)
                {
                    return join;
                }
            }

            return null;
        }
    }
}
