// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Core.DependencyInjection;
using Bridge.Core.Draining;
using Bridge.Core.History;
using Bridge.Core.Hubs;
using Bridge.Core.Idempotency;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Mirror;
using Bridge.Redis.Configuration;
using Bridge.Redis.Roaming;
using Bridge.Server.Demo;
using Bridge.SockJS;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Configuration;

/// <summary>What is bound from the section <c>Bridge</c>, and so which settings there are in it.</summary>
internal static class BridgeSettings
{
    public const string SectionName = "Bridge";
    private const string Delivery = "Delivery";
    private const string Drain = "Drain";
    private const string History = "History";
    private const string HistoryBytes = "HistoryBytes";
    private const string Idempotency = "Idempotency";
    private const string Mirror = "Mirror";
    private const string Node = "Node";
    private const string Redis = "Redis";
    private const string SockJS = "SockJS";

    public static SettingsShape Shape { get; } = SettingsShape.Of(typeof(PusherOptions))
        .With(Delivery, typeof(DeliveryOptions))
        .With(Drain, typeof(DrainOptions))
        .With(History, typeof(List<HistoryRule>))
        .With(HistoryBytes, typeof(long))
        .With(Idempotency, typeof(IdempotencyOptions))
        .With(Node, typeof(BridgeNodeOptions))
        .With(Redis, typeof(BridgeRedisOptions))
        .With(SockJS, typeof(SockJSOptions))
        .With(Mirror, typeof(PusherMirrorOptions))
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
        services.Configure<DrainOptions>(options => CheckedSettings.Of(configuration).Sound.GetSection(Drain).Bind(options));
        services.AddSockJS(options => CheckedSettings.Of(configuration).Sound.GetSection(SockJS).Bind(options));
        services.Configure<HistoryOptions>(options => Bind(options, CheckedSettings.Of(configuration).Sound));
        services.Configure<IdempotencyOptions>(options => CheckedSettings.Of(configuration).Sound.GetSection(Idempotency).Bind(options));
        services.AddSingleton<IOptionsChangeTokenSource<PusherOptions>>(new ConfigurationChangeTokenSource<PusherOptions>(configuration));
        services.AddSingleton<IValidateOptions<PusherOptions>, SettingsValidator>();
        services.AddSingleton<IValidateOptions<PusherOptions>, DemoSecretValidator>();
    }

    private static void Bind(HistoryOptions options, IConfiguration section)
    {
        section.GetSection(History).Bind(options.Rules);
        options.MaxBytes = section.GetValue(HistoryBytes, options.MaxBytes);
    }

    /// <summary>Mirrors apps to other services when there are settings for one.</summary>
    public static BridgeBuilder AddMirror(this BridgeBuilder bridge, IConfiguration configuration) => HasMirror(configuration)
        ? bridge.AddPusherMirror(options => CheckedSettings.Of(configuration).Sound.GetSection(Mirror).Bind(options))
        : bridge;

    /// <summary>Maps where those services send their webhooks to.</summary>
    public static void MapMirror(this WebApplication app)
    {
        if (HasMirror(app.Configuration))
        {
            app.MapPusherMirrorWebhooks<ChannelHub>("/mirror/webhooks");
        }
    }

    private static bool HasMirror(IConfiguration configuration) => configuration.GetSection(SectionName).GetSection(Mirror).Exists();

    /// <summary>Makes the server a node of a farm when there are settings for one; otherwise it is alone.</summary>
    public static ISignalRServerBuilder AddFarm(this ISignalRServerBuilder signalR, IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(SectionName);
        if (section.GetSection(Redis).Exists())
        {
            signalR.AddBridgeRedis(string.Empty, options => CheckedSettings.Of(configuration).Sound.GetSection(Redis).Bind(options));
            if (section.GetSection(Node).Exists())
            {
                signalR.AddBridgeRoaming(options => CheckedSettings.Of(configuration).Sound.GetSection(Node).Bind(options));
            }
        }

        return signalR;
    }
}
