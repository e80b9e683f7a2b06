// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;

namespace Bridge.Pusher.Tests.Apps;

public sealed class PusherOptionsValidatorTests
{
    [Fact]
    public void Validate_OneAppWithoutPrefix_Succeeds() => Assert.Empty(Errors(TestApps.Documented()));

    [Fact]
    public void Validate_ManyErrors_ReportsAllOfThemByKey()
    {
        var broken = new PusherApp
        {
            Id = "a/b",
            AllowedOrigins = { "*", "a.example", "https://a.example/path" },
            EncryptionMasterKey = "short",
            Limits = { MaxEventBytes = -1, ClientEventsPerSecond = -1 },
        };

        string[] errors = Errors(broken);

        Assert.Collection(
            errors,
            error => Assert.StartsWith("Bridge:Apps:0:Id 'a/b'", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Key is missing", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Secret is missing", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:EncryptionMasterKey", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:AllowedOrigins:1", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:AllowedOrigins:2", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Limits:ClientEventsPerSecond", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Limits:MaxEventBytes", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("node-3.example", true)]
    [InlineData("10.0.0.3", true)]
    [InlineData("node-3.example:8080", false)]
    [InlineData("https://node-3.example", false)]
    [InlineData("", false)]
    public void Validate_FallbackHostName_IsAHostNameOnly(string? host, bool isRight)
    {
        PusherOptions options = new() { Apps = { TestApps.Documented() }, FallbackHostName = host };

        IEnumerable<string> errors = new PusherOptionsValidator().Validate(null, options).Failures ?? [];

        string[] expected = isRight ? [] : [$"Bridge:FallbackHostName '{host}' must be a host name, without a port."];
        Assert.Equal(expected, errors);
    }

    [Fact]
    public void Validate_SameIdAndKey_NamesBothApps()
    {
        string[] errors = Errors(App("1", "k", "a:"), App("1", "k", "b:"));

        Assert.Equal(2, errors.Length);
        Assert.All(errors, error => Assert.Contains("Bridge:Apps:0", error, StringComparison.Ordinal));
        Assert.All(errors, error => Assert.StartsWith("Bridge:Apps:1:", error, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_KeysOfTwoApps_AreAllDifferent()
    {
        PusherApp first = App("1", "k1", "a:", previousKey: "k0");
        PusherApp second = App("2", "k0", "b:", previousKey: "k1");
        PusherApp third = App("3", "k3", "c:", previousKey: "k3");

        Assert.Equal(
            [
                "Bridge:Apps:1:Key 'k0' is that of Bridge:Apps:0:PreviousKey too.",
                "Bridge:Apps:1:PreviousKey 'k1' is that of Bridge:Apps:0:Key too.",
                "Bridge:Apps:2:PreviousKey 'k3' is that of Bridge:Apps:2:Key too.",
            ],
            Errors(first, second, third));
    }

    [Fact]
    public void Validate_PreviousKeyOrSecretAlone_Fails()
    {
        PusherApp keyOnly = new("1", "k", "s") { PreviousKey = "old" };
        PusherApp secretOnly = new("1", "k", "s") { PreviousSecret = "hidden" };

        Assert.Equal(["Bridge:Apps:0:PreviousSecret is missing."], Errors(keyOnly));
        Assert.Equal(["Bridge:Apps:0:PreviousKey is missing: Bridge:Apps:0:PreviousSecret belongs to it."], Errors(secretOnly));
    }

    [Fact]
    public void Validate_EverythingIsNull_ReportsWhatIsMissing()
    {
        var app = new PusherApp { Id = null!, Key = null!, Secret = null!, Name = null!, GroupPrefix = null!, Limits = null! };

        Assert.Equal(["Bridge:Apps:0:Id is missing.", "Bridge:Apps:0:Key is missing.", "Bridge:Apps:0:Secret is missing."], Errors(app));
    }

    [Theory]
    [InlineData("", "b:", 1)]
    [InlineData("", "", 2)]
    [InlineData("a:", "a:", 1)]
    [InlineData("a", "ab", 1)]
    [InlineData("ab", "a", 1)]
    [InlineData("a:", "ab:", 0)]
    public void Validate_TwoApps_NeedPrefixesOfTheirOwn(string first, string second, int errors) =>
        Assert.Equal(errors, Errors(App("1", "k1", first), App("2", "k2", second)).Length);

    [Fact]
    public void Validate_SecretIsWrong_IsNotShown()
    {
        PusherApp app = TestApps.Documented();
        app.Id = "";

        Assert.DoesNotContain(Errors(app), error => error.Contains(TestApps.Secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Validate_TimeoutsOfZero_Fail()
    {
        var options = new PusherOptions { ActivityTimeoutSeconds = 0, PongTimeoutSeconds = 0, MaxMessageBytes = 0 };

        Assert.Equal(3, new PusherOptionsValidator().Validate(null, options).Failures!.Count());
    }

    private static PusherApp App(string id, string key, string prefix, string? previousKey = null) => new(id, key, "s")
    {
        GroupPrefix = prefix,
        PreviousKey = previousKey,
        PreviousSecret = previousKey is null ? null : "s0",
    };

    private static string[] Errors(params PusherApp[] apps)
    {
        var options = new PusherOptions();
        foreach (PusherApp app in apps)
        {
            options.Apps.Add(app);
        }

        return [.. new PusherOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
