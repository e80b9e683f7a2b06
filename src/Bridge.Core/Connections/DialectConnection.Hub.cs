// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Bridge.Core.Hubs;
using Bridge.Core.Mapping;
using Bridge.Core.Presence;

namespace Bridge.Core.Connections;

/// <content>What the client asks of the hub, in terms of channels; the hub's map says which method or group it means.</content>
public sealed partial class DialectConnection
{
    /// <summary>The map of the connection's hub.</summary>
    internal HubMap Map { get; set; } = HubMap.Empty;

    /// <summary>Asks the hub for a subscription that was granted. Its completion carries the number of the join.</summary>
    /// <param name="space">The namespace of the channel.</param>
    /// <param name="channel">The channel's name as the client knows it.</param>
    /// <param name="grant">As whom the connection joins.</param>
    /// <param name="channelData">What the client says about itself, JSON, or null.</param>
    /// <returns>A subscription that is refused at once; null when the hub decides.</returns>
    public async ValueTask<ChannelJoin?> SubscribeAsync(ChannelNamespace space, string channel, ChannelGrant grant, string? channelData)
    {
        string name = space.GroupOf(channel);
        string? group = Map.Names.GroupOf(name);
        ChannelJoin join = BeginJoin(group ?? name, grant);
        join.Channel = channel;
        string number = join.Number.ToString(CultureInfo.InvariantCulture);
        string? problem = null;
        if (group is null)
        {
            problem = "The hub has no such channel.";
        }
        else if (Map.Subscribe is { } method)
        {
            ReadOnlyMemory<byte> data = channelData is null ? default : EventData.FromText(channelData).StringToken;
            problem = await method.InvokeAsync(this, number, new HubCall(Map.Names.ArgumentOf(name), string.Empty, data));
        }
        else
        {
            // No hub has a method without a name. Its refusal comes when the hub has done with OnConnectedAsync, which may join the group.
            join.IsHubsOwn = true;
            await InvokeAsync(number, string.Empty, 0, static (_, _) => { });
        }

        if (problem is null)
        {
            return null;
        }

        join.Refusal = new ChannelRefusedException(ChannelRefusedException.InvalidName, 400, problem);
        return EndJoin(join.Number);
    }

    /// <summary>Ends a subscription; harmless when there is none. A hub that takes no subscriptions decides alone who is in its groups.</summary>
    /// <param name="space">The namespace of the channel.</param>
    /// <param name="channel">The channel's name as the client knows it.</param>
    public async ValueTask UnsubscribeAsync(ChannelNamespace space, string channel)
    {
        string name = space.GroupOf(channel);
        if (Map.Names.GroupOf(name) is not { } group)
        {
            return;
        }

        if (Map.Unsubscribe is { } method)
        {
            await method.InvokeAsync(this, null, new HubCall(Map.Names.ArgumentOf(name), string.Empty, default));
        }
        else if (Map.Subscribe is not null && !TryLeaveLater(group))
        {
            await LeaveAsync(group);
        }
    }

    /// <summary>Gives an event of the client to the hub.</summary>
    /// <param name="invocationId">Comes back in the completion.</param>
    /// <param name="space">The namespace of the channel.</param>
    /// <param name="channel">The channel's name as the client knows it.</param>
    /// <param name="eventName">The event's name.</param>
    /// <param name="data">The event's data, one well-formed JSON value in UTF-8; valid until the task is done.</param>
    /// <returns>Why the hub can't have it, in words for the client; null when it has.</returns>
    public ValueTask<string?> TriggerAsync(
        string invocationId, ChannelNamespace space, string channel, string eventName, ReadOnlyMemory<byte> data)
    {
        string name = space.GroupOf(channel);
        if (Map.OtherClientEvents is null && OverLimit(space.Settings, eventName, data) is { } problem)
        {
            return new ValueTask<string?>(problem);
        }

        if (Map.ClientEvents.GetValueOrDefault(eventName) is not { } method && (method = Map.OtherClientEvents) is null)
        {
            return new ValueTask<string?>("The hub takes no client events of this name.");
        }

        return Map.Names.GroupOf(name) is null
            ? new ValueTask<string?>("The hub has no such channel.")
            : method.InvokeAsync(this, invocationId, new HubCall(Map.Names.ArgumentOf(name), eventName, data));
    }

    /// <summary>
    /// Sends the refusal of a subscription. Should the hub have joined the group before it failed, the connection leaves it again.
    /// </summary>
    /// <param name="join">What <see cref="EndJoin"/> gave.</param>
    /// <param name="answer">The refusal.</param>
    public void Refuse(ChannelJoin join, params IReadOnlyList<OutboundMessage> answer)
    {
        foreach (OutboundMessage message in answer)
        {
            Send(message);
        }

        if (join.Membership is not null)
        {
            _ = LeaveAsync(join.Group);
        }
    }

    /// <summary>What <see cref="ChannelHub"/> does by itself for the events that native clients send too.</summary>
    private static string? OverLimit(ChannelSettings settings, string eventName, ReadOnlyMemory<byte> data) =>
        eventName.Length <= settings.MaxEventNameLength && data.Length <= settings.MaxEventBytes
            ? null
            : ClientEventRules.OverLimit(
                settings, eventName, data.Span[0] == (byte)'"' ? EventData.FromStringToken(data.Span) : EventData.FromJson(data.Span));

    private async Task LeaveAsync(string group)
    {
        if (Member is { } member)
        {
            await member.Channels.TryLeaveAsync(member, group, LeaveReason.Unsubscribed);
        }
    }
}
