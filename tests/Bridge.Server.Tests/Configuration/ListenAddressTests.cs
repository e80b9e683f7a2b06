// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Server.Configuration;
using Microsoft.Extensions.Configuration;

namespace Bridge.Server.Tests.Configuration;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("http://localhost:5000")]
    [InlineData("https://LOCALHOST")]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://127.8.9.10:80")]
    [InlineData("http://[::1]:5000")]
    [InlineData("http://[::ffff:127.0.0.1]:5000")]
    [InlineData("http://unix:/run/bridge.sock")]
    public void IsOpen_OwnMachineOnly_False(string url) => Assert.False(Address(url).IsOpen);

    [Theory]
    [InlineData("http://0.0.0.0:5000")]
    [InlineData("http://*:5000")]
    [InlineData("http://+:5000")]
    [InlineData("http://[::]:5000")]
    [InlineData("http://10.0.0.5:5000")]
    [InlineData("http://example.org:5000")]
    [InlineData("http://localhost.example.org:5000")]
    [InlineData("http://127.0.0.1.example.org")]
    public void IsOpen_OtherMachines_True(string url) => Assert.True(Address(url).IsOpen);

    [Theory]
    [InlineData("nowhere")]
    [InlineData("")]
    public void IsValid_NoAddress_False(string url) => Assert.False(Address(url).IsValid);

    [Fact]
    public void From_NothingConfigured_Empty() => Assert.Empty(ListenAddress.From(Configuration()));

    [Fact]
    public void From_Urls_TakesThePlaceOfPorts() =>
        Assert.Equal(
            [new("urls", "http://127.0.0.1:1"), new("urls", "http://*:2")],
            ListenAddress.From(Configuration(("urls", "http://127.0.0.1:1; http://*:2"), ("http_ports", "8080"))));

    [Fact]
    public void From_Ports_AreOpenToAll() =>
        Assert.Equal(
            [new("http_ports", "http://*:8080"), new("http_ports", "http://*:8081"), new("https_ports", "https://*:8443")],
            ListenAddress.From(Configuration(("http_ports", "8080;8081"), ("https_ports", "8443"))));

    [Fact]
    public void From_KestrelEndpoints_TakeThePlaceOfUrls() =>
        Assert.Equal(
            [new("Kestrel:Endpoints:Web:Url", "http://127.0.0.1:1")],
            ListenAddress.From(Configuration(("Kestrel:Endpoints:Web:Url", "http://127.0.0.1:1"), ("urls", "http://*:2"))));

    private static ListenAddress Address(string url) => new("urls", url);

    private static IConfiguration Configuration(params (string Key, string Value)[] settings) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)))
            .Build();
}
