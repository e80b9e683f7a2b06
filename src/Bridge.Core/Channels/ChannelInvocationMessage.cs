// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Channels;

/// <summary>A hub invocation that knows the group it is sent to, so that a dialect can name the channel.</summary>
public class ChannelInvocationMessage : InvocationMessage
{
    /// <summary>Makes the message for a group send.</summary>
    /// <param name="group">The hub group.</param>
    /// <param name="target">The client method.</param>
    /// <param name="arguments">Its arguments, exactly as the hub gave them.</param>
    public ChannelInvocationMessage(string group, string target, object?[] arguments)
        : base(target, arguments) => Group = group;

    /// <summary>The hub group that the message is sent to.</summary>
    public string Group { get; }
}
