// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;

namespace Bridge.Server.Configuration;

/// <summary>Which settings there are below <c>Bridge</c>: those of the options that are bound from it.</summary>
internal static class BridgeSettings
{
    public static SettingsShape Shape { get; } = SettingsShape.Of(typeof(PusherOptions));
}
