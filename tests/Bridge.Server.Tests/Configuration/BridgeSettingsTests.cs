// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.History;
using Bridge.Pusher.Apps;
using Bridge.Server.Configuration;
using Bridge.Server.Demo;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bridge.Server.Tests.Configuration;

public sealed class BridgeSettingsTests
{
    private static readonly (string Key, string Value)[] OwnApp =
        [("Bridge:Apps:0:Id", "7"), ("Bridge:Apps:0:Key", "own-key"), ("Bridge:Apps:0:Secret", "own-secret")];

    [Fact]
    public void Apps_NoneConfigured_IsTheDemoApp() => Assert.True(DemoApp.IsOnlyOneOf(Read().Options.Apps));

    [Fact]
    public void Apps_OnlyASettingConfigured_IsTheDemoAppWithIt()
    {
        PusherOptions options = Read(("Bridge:Apps:0:Limits:MaxPresenceMembers", "7")).Options;

        Assert.True(DemoApp.IsOnlyOneOf(options.Apps));
        Assert.Equal(7, options.Apps[0].Limits.MaxPresenceMembers);
    }

    [Fact]
    public void Apps_OwnConfigured_IsNotTheDemoApp() => Assert.Equal("7", Assert.Single(Read(OwnApp).Options.Apps).Id);

    [Fact]
    public void Apps_OwnConfiguredWhileRunning_TakesTheDemoAppsPlace()
    {
        Settings settings = Read();
        foreach ((string key, string value) in OwnApp)
        {
            settings.Configuration[key] = value;
        }

        PusherApp app = Assert.Single(settings.Options.Apps);
        Assert.Equal(("7", "own-secret"), (app.Id, app.Secret));
    }

    [Fact]
    public void Options_UnfitValues_FailWithEveryKey()
    {
        Settings settings = Read([.. OwnApp, ("Bridge:Apps:0:Watchlists", "no!"), ("Bridge:MaxMessageBytes", "many")]);

        IEnumerable<string> errors = Assert.Throws<OptionsValidationException>(() => settings.Options).Failures;

        Assert.Equal(["Bridge:Apps:0:Watchlists", "Bridge:MaxMessageBytes"], errors.Select(error => error.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sound_UnfitValues_KeepsTheRestOfTheirEntry()
    {
        Settings settings = Read([.. OwnApp, ("Bridge:Apps:0:Watchlists", "no!"), ("Bridge:PongTimeoutSeconds", "9")]);
        var options = new PusherOptions();

        CheckedSettings.Of(settings.Configuration).Sound.Bind(options);

        Assert.Equal("7", Assert.Single(options.Apps).Id);
        Assert.Equal(9, options.PongTimeoutSeconds);
    }

    [Fact]
    public void History_Rules_AreBound()
    {
        Settings settings = Read(
            ("Bridge:History:0:ChannelPrefix", "news-"), ("Bridge:History:0:Size", "7"), ("Bridge:History:1:Seconds", "9"),
            ("Bridge:HistoryBytes", "70000"));

        HistoryOptions options = settings.Services.GetRequiredService<IOptions<HistoryOptions>>().Value;

        Assert.Equal([("news-", 7, 300), (string.Empty, 100, 9)], options.Rules.Select(rule => (rule.ChannelPrefix, rule.Size, rule.Seconds)));
        Assert.Equal(70_000, options.MaxBytes);
        Assert.Empty(CheckedSettings.Of(settings.Configuration).Warnings);
        Assert.Empty(CheckedSettings.Of(settings.Configuration).Errors);
    }

    private static Settings Read(params (string Key, string Value)[] settings)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.AddBridgeSettings();
        return new Settings(builder.Configuration, builder.Services.BuildServiceProvider());
    }

    private sealed record Settings(IConfiguration Configuration, IServiceProvider Services)
    {
        public PusherOptions Options => Services.GetRequiredService<IOptionsFactory<PusherOptions>>().Create("");
    }
}
