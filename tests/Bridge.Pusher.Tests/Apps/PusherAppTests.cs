// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Tests.Apps;

public sealed class PusherAppTests
{
    [Fact]
    public void ToString_AndJson_DoNotShowSecrets()
    {
        var app = new PusherApp("1", "key", "hush") { Name = "Chat", EncryptionMasterKey = "hush" };

        Assert.Equal("1 (Chat)", app.ToString());
        Assert.DoesNotContain("hush", JsonSerializer.Serialize(app), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*", "https://any.example", true)]
    [InlineData("https://a.example", "https://a.example", true)]
    [InlineData("https://a.example", "https://A.Example", true)]
    [InlineData("https://a.example", "http://a.example", false)]
    [InlineData("https://a.example", "https://a.example:8443", false)]
    [InlineData("https://a.example", "https://a.example.evil.test", false)]
    [InlineData("https://*.a.example", "https://x.a.example", true)]
    [InlineData("https://*.a.example", "https://x.y.a.example", true)]
    [InlineData("https://*.a.example", "https://a.example", false)]
    [InlineData("https://*.a.example", "https://evila.example", false)]
    [InlineData("https://*.a.example", "https://.a.example", false)]
    [InlineData("https://a.example", "null", false)]
    public void AllowsOrigin_OnePattern_ComparesSchemeHostAndPort(string pattern, string origin, bool allowed) =>
        Assert.Equal(allowed, new PusherApp { AllowedOrigins = { pattern } }.AllowsOrigin(origin));

    [Fact]
    public void AllowsOrigin_NoPatternsOrNoOrigin_Allows()
    {
        Assert.True(new PusherApp().AllowsOrigin("https://a.example"));
        Assert.True(new PusherApp { AllowedOrigins = { "https://a.example" } }.AllowsOrigin(null));
    }
}
