// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Groups;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Hubs;

/// <summary>The rules for events that clients send each other (docs/specs/pusher.md, "Channels").</summary>
internal static class ClientEventRules
{
    private const string Prefix = "client-";

    /// <summary>Checks an event.</summary>
    /// <param name="member">The sender.</param>
    /// <param name="target">The channel.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="data">The event's data.</param>
    /// <returns>The sender's membership.</returns>
    /// <exception cref="HubException">The event breaks a rule.</exception>
    public static Membership Check(HubMember member, HubChannel target, string? name, EventData data)
    {
        ChannelSettings settings = target.Settings;
        if (name is null || !name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            throw new HubException("The name of a client event starts with 'client-'.");
        }

        if (!settings.ClientEvents)
        {
            throw new HubException("Client events are not enabled for this app.");
        }

        if (!ChannelName.TakesClientEvents(target.Kind))
        {
            throw new HubException("Client events are for private and presence channels that are not encrypted.");
        }

        if (OverLimit(settings, name, data) is { } problem)
        {
            throw new HubException(problem);
        }

        return member.TryFind(target.Group, out Membership? membership)
            ? membership
            : throw new HubException("Client events need a subscription to the channel.");
    }

    /// <summary>Why an event is too great, in words for the client; null when it is not.</summary>
    /// <param name="settings">The limits.</param>
    /// <param name="name">The event's name.</param>
    /// <param name="data">The event's data.</param>
    public static string? OverLimit(ChannelSettings settings, string name, EventData data) =>
        name.Length > settings.MaxEventNameLength ? $"The name of an event has at most {settings.MaxEventNameLength} characters."
        : data.IsLargerThan(settings.MaxEventBytes) ? $"The data of an event has at most {settings.MaxEventBytes} bytes."
        : null;
}
