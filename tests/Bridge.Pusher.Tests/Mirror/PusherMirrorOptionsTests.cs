// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Mirror;

namespace Bridge.Pusher.Tests.Mirror;

public sealed class PusherMirrorOptionsTests
{
    [Fact]
    public void Validate_ManyErrors_TellsAllByKey()
    {
        var options = new PusherMirrorOptions { QueueBytes = 1, MaxRequests = 0, DrainTime = TimeSpan.FromDays(1) };
        options.Services.Add(new PusherMirrorService { Url = "ftp://somewhere", Batch = 11, Timeout = TimeSpan.Zero, RetryFor = TimeSpan.FromDays(2) });
        options.Services.Add(Good("1", "key"));
        options.Services.Add(Good("1", "key"));

        IEnumerable<string> errors = new PusherMirrorOptionsValidator().Validate(null, options).Failures!;

        Assert.Equal(
            [
                "Bridge:Mirror:QueueBytes", "Bridge:Mirror:MaxRequests", "Bridge:Mirror:DrainTime",
                "Bridge:Mirror:Services:0:AppId", "Bridge:Mirror:Services:0:Key", "Bridge:Mirror:Services:0:Secret", "Bridge:Mirror:Services:0:Url",
                "Bridge:Mirror:Services:0:Batch", "Bridge:Mirror:Services:0:Timeout", "Bridge:Mirror:Services:0:RetryFor",
                "Bridge:Mirror:Services:2:App", "Bridge:Mirror:Services:2:Key",
            ],
            errors.Select(error => error.Split(' ')[0]));
    }

    [Theory]
    [InlineData("https://user:password@api.example")]
    [InlineData("https://api.example/?secret=1")]
    [InlineData("api.example")]
    public void Validate_Url_IsRefusedAndNotShown(string url)
    {
        var options = new PusherMirrorOptions();
        options.Services.Add(Good("1", "key"));
        options.Services[0].Url = url;

        string error = Assert.Single(new PusherMirrorOptionsValidator().Validate(null, options).Failures!);

        Assert.DoesNotContain("api.example", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_Good_Passes()
    {
        var options = new PusherMirrorOptions();
        options.Services.Add(Good("1", "key"));

        Assert.True(new PusherMirrorOptionsValidator().Validate(null, options).Succeeded);
    }

    private static PusherMirrorService Good(string appId, string key) => new() { AppId = appId, Key = key, Secret = "secret", Url = "https://api.example/path" };
}
