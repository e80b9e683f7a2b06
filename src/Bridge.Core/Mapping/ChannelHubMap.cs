// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Hubs;

namespace Bridge.Core.Mapping;

/// <summary>The map of <see cref="ChannelHub"/>, whose methods are made for it.</summary>
internal static class ChannelHubMap
{
    private static readonly ReadOnlyMemory<byte> Null = "null"u8.ToArray();

    private static readonly MappedParameter Channel = new("channel", typeof(string), ArgumentSource.Channel, null);

    public static HubMap Instance { get; } = new()
    {
        IsDeclared = true,
        Subscribe = Method(nameof(ChannelHub.Subscribe), Channel, new("request", typeof(SubscribeRequest), ArgumentSource.Default, Null)),
        Unsubscribe = Method(nameof(ChannelHub.Unsubscribe), Channel),
        OtherClientEvents = Method(
            nameof(ChannelHub.Trigger),
            Channel,
            new("event", typeof(string), ArgumentSource.Event, null),
            new("data", typeof(object), ArgumentSource.Data, null)),
    };

    private static MappedMethod Method(string name, params MappedParameter[] parameters) => new(name, $"{nameof(ChannelHub)}.{name}", parameters);
}
