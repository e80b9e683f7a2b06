// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.Serialization;
using System.Text.Json.Serialization;
using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Core.Hubs;

/// <summary>The last event of a cache channel, as native clients see it.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="Data">Its data, any JSON.</param>
/// <remarks>The names are part of the protocol: neither System.Text.Json nor Newtonsoft.Json changes them by the app's settings.</remarks>
[DataContract]
public sealed record SubscribedEvent(
    [property: DataMember(Name = "name"), JsonPropertyName("name")] string Name,
    [property: DataMember(Name = "data"), JsonPropertyName("data")] object? Data)
{
    internal static SubscribedEvent From(CachedEvent cached, Func<ReadOnlyMemory<byte>, object?> fromJson) =>
        new(cached.Name, fromJson(EventData.FromStringToken(cached.Data.Span).Json));
}
