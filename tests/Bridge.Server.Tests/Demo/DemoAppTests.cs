// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Server.Demo;
using Microsoft.Extensions.Configuration;

namespace Bridge.Server.Tests.Demo;

public sealed class DemoAppTests
{
    private static readonly PusherApp Demo = new("1001", "demo-key", "demo-secret");
    private static readonly PusherApp Own = new("7", "own-key", "own-secret");

    [Fact]
    public void IsOnlyOneOf_DemoAppAlone_True() => Assert.True(DemoApp.IsOnlyOneOf([Demo]));

    [Fact]
    public void IsOnlyOneOf_OtherApps_False()
    {
        Assert.False(DemoApp.IsOnlyOneOf([]));
        Assert.False(DemoApp.IsOnlyOneOf([Own]));
        Assert.False(DemoApp.IsOnlyOneOf([Demo, Own]));
        Assert.False(DemoApp.IsOnlyOneOf([new PusherApp("1001", "demo-key", "own-secret")]));
    }

    [Theory]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("nowhere")]
    public void Validate_DemoSecretNotOpen_Succeeds(string url) => Assert.Empty(Errors(url, Demo));

    [Fact]
    public void Validate_OwnSecretOpen_Succeeds() => Assert.Empty(Errors("http://0.0.0.0:5000", Own));

    [Fact]
    public void Validate_DemoSecretOfAnyAppOpen_NamesEveryOpenAddress()
    {
        string[] errors = Errors("http://127.0.0.1:1;http://0.0.0.0:2;http://*:3", Own, new PusherApp("8", "other-key", "demo-secret"));

        Assert.Equal(["urls 'http://0.0.0.0:2'", "urls 'http://*:3'"], errors.Select(error => error[..error.IndexOf(" can", StringComparison.Ordinal)]));
    }

    private static string[] Errors(string urls, params IEnumerable<PusherApp> apps)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create("urls", (string?)urls)])
            .Build();
        var options = new PusherOptions();
        foreach (PusherApp app in apps)
        {
            options.Apps.Add(app);
        }

        return [.. new DemoSecretValidator(configuration).Validate(null, options).Failures ?? []];
    }
}
