// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Pusher.Mirror;

/// <summary>A client event as a webhook tells it; what it does not tell is null.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Data">The event's data.</param>
/// <param name="HasSender">Whether a connection is named that sent it. What this server forwarded has none.</param>
/// <param name="UserId">The user who sent it, on a presence channel.</param>
internal sealed record MirroredClientEvent(string? Channel, string? Name, EventData? Data, bool HasSender, string? UserId)
{
    private const string Prefix = "client-";

    /// <summary>Whether a client here could have sent it.</summary>
    /// <param name="settings">The rules of the app here.</param>
    /// <param name="maxChannelNameLength">The most characters of a channel's name.</param>
    public bool Fits(ChannelSettings settings, int maxChannelNameLength) =>
        HasSender
        && Channel is not null && Name is not null && Data is not null
        && ChannelName.IsValid(Channel, maxChannelNameLength)
        && ChannelName.TakesClientEvents(ChannelName.KindOf(Channel))
        && Name.StartsWith(Prefix, StringComparison.Ordinal)
        && Name.Length <= settings.MaxEventNameLength
        && !Data.IsLargerThan(settings.MaxEventBytes);
}
