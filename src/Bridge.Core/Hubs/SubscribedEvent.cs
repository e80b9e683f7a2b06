// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Core.Hubs;

/// <summary>The last event of a cache channel, as native clients see it.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Data">Its data, any JSON.</param>
public sealed record SubscribedEvent(string Name, object? Data)
{
    internal static SubscribedEvent From(CachedEvent cached, HubJson json) =>
        new(cached.Name, json.FromJson(EventData.FromStringToken(cached.Data.Span).Json));
}
