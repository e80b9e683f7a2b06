// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Channels;

/// <summary>
/// An event of a channel, as <see cref="IChannelPublisher"/> sends it. Native clients get the target <see cref="Microsoft.AspNetCore.SignalR.Protocol.HubMethodInvocationMessage.Target"/>
/// with the arguments (data, {channel, userId?, offset?}).
/// </summary>
public sealed class ChannelEventMessage : ChannelInvocationMessage
{
    /// <summary>Makes the message.</summary>
    /// <param name="group">The hub group.</param>
    /// <param name="channel">The channel's name as clients know it.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="data">The event's data.</param>
    /// <param name="userId">The user who sent a client event on a presence channel, or null.</param>
    /// <param name="isNews">Whether the bridge itself made it; see <see cref="IsNews"/>.</param>
    public ChannelEventMessage(string group, string channel, string name, EventData data, string? userId = null, bool isNews = false)
        : base(group, name, [])
    {
        Channel = channel;
        Data = data;
        UserId = userId;
        IsNews = isNews;
    }

    /// <summary>The channel's name as clients know it.</summary>
    public string Channel { get; }

    /// <summary>The event's data.</summary>
    public EventData Data { get; }

    /// <summary>The user who sent a client event on a presence channel, or null.</summary>
    public string? UserId { get; }

    /// <summary>
    /// Whether the bridge itself made the event: one of <see cref="ChannelNews"/>, which dialects send under names of their own.
    /// </summary>
    public bool IsNews { get; }

    /// <summary>Its number on a channel with a history; 0 on others, and before it has one.</summary>
    internal long Offset { get; private init; }

    /// <summary>The same with its number.</summary>
    internal ChannelEventMessage At(long offset) => new(Group, Channel, Target, Data, UserId, IsNews) { Offset = offset };
}
