// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Pusher.Apps;

namespace Bridge.Server.Configuration;

/// <summary>What is bound from the section <c>Bridge</c>, and so which settings there are in it.</summary>
internal static class BridgeSettings
{
    private const string Delivery = "Delivery";

    public static SettingsShape Shape { get; } = SettingsShape.Of(typeof(PusherOptions)).With(Delivery, typeof(DeliveryOptions));

    public static void AddBridgeSettings(this IServiceCollection services, BridgeConfiguration configuration)
    {
        services.Configure<PusherOptions>(configuration.Section);
        services.Configure<DeliveryOptions>(configuration.Section.GetSection(Delivery));
    }
}
