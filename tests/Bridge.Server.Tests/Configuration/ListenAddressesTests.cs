// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace Bridge.Server.Tests.Configuration;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://localhost:5000")]
    [InlineData("https://LOCALHOST")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.8.9.10:80")]
    [InlineData("http://[::1]:5000")]
    [InlineData("http://[::ffff:127.0.0.1]:5000")]
    [InlineData("http://unix:/run/bridge.sock")]
    public void IsLoopback_OwnMachineOnly_True(string url) => Assert.True(ListenAddresses.IsLoopback(url));

    [Theory]
    [InlineData("http://0.0.0.0:5000")]
    [InlineData("http://*:5000")]
    [InlineData("http://+:5000")]
    [InlineData("http://[::]:5000")]
    [InlineData("http://10.0.0.5:5000")]
    [InlineData("http://example.org:5000")]
    [InlineData("http://localhost.example.org:5000")]
    [InlineData("http://127.0.0.1.example.org")]
    public void IsLoopback_OpenToOthers_False(string url) => Assert.False(ListenAddresses.IsLoopback(url));

    [Theory]
    [InlineData("nowhere")]
    [InlineData("")]
    public void IsLoopback_NoAddress_Throws(string url) => Assert.Throws<FormatException>(() => ListenAddresses.IsLoopback(url));

    [Fact]
    public void From_NothingConfigured_Empty() => Assert.Empty(ListenAddresses.From(Configuration()));

    [Fact]
    public void From_Urls_TakesThePlaceOfPorts() =>
        Assert.Equal(
            [("urls", "http://127.0.0.1:1"), ("urls", "http://*:2")],
            ListenAddresses.From(Configuration(("urls", "http://127.0.0.1:1; http://*:2"), ("http_ports", "8080"))));

    [Fact]
    public void From_Ports_AreOpenToAll() =>
        Assert.Equal(
            [("http_ports", "http://*:8080"), ("http_ports", "http://*:8081"), ("https_ports", "https://*:8443")],
            ListenAddresses.From(Configuration(("http_ports", "8080;8081"), ("https_ports", "8443"))));

    [Fact]
    public void From_KestrelEndpoints_TakeThePlaceOfUrls() =>
        Assert.Equal(
            [("Kestrel:Endpoints:Web:Url", "http://127.0.0.1:1")],
            ListenAddresses.From(Configuration(("Kestrel:Endpoints:Web:Url", "http://127.0.0.1:1"), ("urls", "http://*:2"))));

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
