// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Pusher.Apps;
using Bridge.Server.Demo;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Configuration;

/// <summary>What is bound from the section <c>Bridge</c>, and so which settings there are in it.</summary>
internal static class BridgeSettings
{
    public const string SectionName = "Bridge";
    private const string Delivery = "Delivery";

    public static SettingsShape Shape { get; } = SettingsShape.Of(typeof(PusherOptions))
        .With(Delivery, typeof(DeliveryOptions))
        .With(AppDatabase.SectionName, typeof(AppStoreOptions));

    /// <summary>Binds the settings and has them checked, at start and whenever the apps change.</summary>
    public static void AddBridgeSettings(this WebApplicationBuilder builder)
    {
        ConfigurationManager configuration = builder.Configuration;
        SettingsFiles.ReportWhenBroken(configuration);
        DemoApp.AddIfNoOther(configuration);

        IServiceCollection services = builder.Services;
        services.Configure<PusherOptions>(options => CheckedSettings.Of(configuration).Sound.Bind(options));
        services.Configure<DeliveryOptions>(options => CheckedSettings.Of(configuration).Sound.GetSection(Delivery).Bind(options));
        services.AddSingleton<IOptionsChangeTokenSource<PusherOptions>>(new ConfigurationChangeTokenSource<PusherOptions>(configuration));
        services.AddSingleton<IValidateOptions<PusherOptions>, SettingsValidator>();
        services.AddSingleton<IValidateOptions<PusherOptions>, DemoSecretValidator>();
    }
}
