// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Groups;
using Bridge.Core.History;
using Bridge.Core.Presence;

namespace Bridge.Core.Connections;

/// <summary>
/// A subscription on its way through the hub. From the moment the connection becomes a member until the subscription is
/// acknowledged, the channel's messages are held back, so that the acknowledgement is the channel's first frame.
/// </summary>
/// <param name="number">Tells the subscriptions of a connection apart.</param>
/// <param name="group">The hub group that is joined.</param>
/// <param name="grant">As whom the connection joins.</param>
public sealed class ChannelJoin(int number, string group, ChannelGrant grant)
{
    /// <summary>Tells the subscriptions of a connection apart.</summary>
    public int Number { get; } = number;

    /// <summary>The hub group that is joined.</summary>
    public string Group { get; } = group;

    /// <summary>The channel's name as the client knows it; empty for a native client.</summary>
    public string Channel { get; internal set; } = string.Empty;

    /// <summary>As whom the connection joins.</summary>
    public ChannelGrant Grant { get; } = grant;

    /// <summary>The channel at the instant of the join; null as long as the hub has not added the connection to the group.</summary>
    public JoinResult? Result { get; internal set; }

    /// <summary>Why the channel did not take the connection, or null.</summary>
    public ChannelRefusedException? Refusal { get; internal set; }

    /// <summary>Whether no method of the hub is asked: the hub itself has joined the group, or it refuses.</summary>
    internal bool IsHubsOwn { get; set; }

    /// <summary>Whether it is still unknown what became of it.</summary>
    internal bool IsOpen => Result is null && Refusal is null;

    /// <summary>Whether the hub had its chance: what joins the group from now on joins without this subscription.</summary>
    internal bool IsOver { get; set; }

    /// <summary>Whether the client has left again before it was answered.</summary>
    internal bool IsLeft { get; set; }

    /// <summary>The membership whose messages are held back, or null.</summary>
    internal Membership? Membership { get; set; }

    /// <summary>Whether the client is told where it begins in the channel's history.</summary>
    internal bool WantsStart { get; init; }

    /// <summary>Whether the client wants to go on where it had stopped.</summary>
    internal bool IsResuming { get; init; }

    /// <summary>Where the client had stopped; null when it does not say it.</summary>
    internal HistoryPosition? ResumeAt { get; init; }

    /// <summary>Where it begins; null on a channel without a history, or while that is out of reach.</summary>
    internal HistoryStart? Start { get; set; }
}
