// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Hubs;
using Bridge.Redis.Configuration;

namespace Bridge.Redis.Backplane;

/// <summary>What hubs are called in Redis.</summary>
internal static class HubNames
{
    /// <summary>The name of a hub in the farm: its own, but for the bridge's, which may join the farm of another.</summary>
    /// <param name="hubName">The full name of the hub.</param>
    /// <param name="options">May name that farm.</param>
    public static string InFarm(string hubName, BridgeRedisOptions options) =>
        hubName == typeof(ChannelHub).FullName && options.HubName is { } name ? name : hubName;
}
