// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Server.Configuration;
using Bridge.Server.Demo;
using Microsoft.Extensions.Configuration;

namespace Bridge.Server.Tests.Configuration;

public sealed class BridgeConfigurationTests
{
    [Fact]
    public void Read_NoApps_AddsTheDemoApp()
    {
        BridgeConfiguration configuration = Read();

        PusherApp app = Assert.Single(Bind(configuration).Apps);
        Assert.Equal(("1001", "demo-key", "demo-secret"), (app.Id, app.Key, app.Secret));
        Assert.True(DemoApp.IsOnlyApp(configuration));
    }

    [Fact]
    public void Read_SettingOfAnUnnamedApp_ChangesTheDemoApp()
    {
        BridgeConfiguration configuration = Read(("Bridge:Apps:0:Limits:MaxPresenceMembers", "7"));

        PusherApp app = Assert.Single(Bind(configuration).Apps);
        Assert.Equal(("demo-key", 7), (app.Key, app.Limits.MaxPresenceMembers));
        Assert.True(DemoApp.IsOnlyApp(configuration));
    }

    [Fact]
    public void Read_OwnApp_HasNoDemoApp()
    {
        BridgeConfiguration configuration = Read(
            ("Bridge:Apps:0:Id", "7"), ("Bridge:Apps:0:Key", "own-key"), ("Bridge:Apps:0:Secret", "own-secret"));

        Assert.Equal("7", Assert.Single(Bind(configuration).Apps).Id);
        Assert.False(DemoApp.IsOnlyApp(configuration));
        Assert.False(DemoApp.SecretIsUsed(configuration));
    }

    [Fact]
    public void Read_DemoAppBesideAnother_HasNoDemoButItsSecret()
    {
        BridgeConfiguration configuration = Read(
            ("Bridge:Apps:0:Id", "1001"), ("Bridge:Apps:0:Key", "demo-key"), ("Bridge:Apps:0:Secret", "demo-secret"),
            ("Bridge:Apps:1:Id", "7"), ("Bridge:Apps:1:Key", "own-key"), ("Bridge:Apps:1:Secret", "own-secret"));

        Assert.False(DemoApp.IsOnlyApp(configuration));
        Assert.True(DemoApp.SecretIsUsed(configuration));
    }

    [Fact]
    public void Read_DemoAppExplicitlyConfigured_IsTheDemo() =>
        Assert.True(DemoApp.IsOnlyApp(Read(
            ("Bridge:Apps:0:Id", "1001"), ("Bridge:Apps:0:Key", "demo-key"), ("Bridge:Apps:0:Secret", "demo-secret"))));

    [Fact]
    public void Read_OwnKeyWithDemoSecret_IsNoDemoButExposed()
    {
        BridgeConfiguration configuration = Read(
            ("Bridge:Apps:0:Id", "7"), ("Bridge:Apps:0:Key", "own-key"), ("Bridge:Apps:0:Secret", "demo-secret"));

        Assert.False(DemoApp.IsOnlyApp(configuration));
        Assert.True(DemoApp.SecretIsUsed(configuration));
    }

    [Fact]
    public void Read_UnfitValues_AreErrorsAndLeftOutOfWhatIsBound()
    {
        BridgeConfiguration configuration = Read(
            ("Bridge:Apps:0:Id", "7"), ("Bridge:Apps:0:Watchlists", "no!"), ("Bridge:MaxMessageBytes", "many"),
            ("Bridge:PongTimeoutSeconds", "9"));

        PusherOptions options = Bind(configuration);

        Assert.Equal(2, configuration.Errors.Count);
        Assert.Equal("7", Assert.Single(options.Apps).Id);
        Assert.Equal(new PusherOptions().MaxMessageBytes, options.MaxMessageBytes);
        Assert.Equal(9, options.PongTimeoutSeconds);
    }

    private static BridgeConfiguration Read(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        return BridgeConfiguration.Read(configuration);
    }

    private static PusherOptions Bind(BridgeConfiguration configuration)
    {
        var options = new PusherOptions();
        configuration.Section.Bind(options);
        return options;
    }
}
