// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Webhooks;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookSettingsTests
{
    [Theory]
    [InlineData("https://app.example/hooks?token=1")]
    [InlineData("http://10.0.0.1:8080")]
    public void Validate_GoodWebhook_Succeeds(string url) =>
        Assert.Empty(Errors(new PusherWebhook(url) { Events = { "client_event", "cache_miss" }, ChannelPrefix = "private-", Batch = 50 }));

    [Theory]
    [InlineData("", "Bridge:Apps:0:Webhooks:0:Url is missing.")]
    [InlineData("/hooks", "Bridge:Apps:0:Webhooks:0:Url must be an absolute address with http or https.")]
    [InlineData("ftp://app.example/secret", "Bridge:Apps:0:Webhooks:0:Url must be an absolute address with http or https.")]
    [InlineData("file:///etc/passwd", "Bridge:Apps:0:Webhooks:0:Url must be an absolute address with http or https.")]
    [InlineData("https://u:secret@app.example/", "Bridge:Apps:0:Webhooks:0:Url must have neither a user name or password nor a fragment.")]
    [InlineData("https://app.example/#secret", "Bridge:Apps:0:Webhooks:0:Url must have neither a user name or password nor a fragment.")]
    public void Validate_BadUrl_IsNamedByItsKeyAndNotShown(string url, string expected) => Assert.Equal([expected], Errors(new PusherWebhook(url)));

    [Fact]
    public void Validate_ManyErrors_ReportsAllOfThemByKey()
    {
        var webhook = new PusherWebhook
        {
            Events = { "client_event", "channel_occupy" },
            ChannelPrefix = "a b",
            Batch = 0,
            BatchDelay = TimeSpan.FromDays(1),
            Timeout = TimeSpan.Zero,
            RetryFor = TimeSpan.FromDays(10),
        };
        var options = new WebhookOptions
        {
            Grace = TimeSpan.FromDays(3),
            CacheMissInterval = TimeSpan.FromSeconds(-1),
            QueueBytes = 1,
            MaxRequests = 0,
            DrainTime = TimeSpan.FromDays(10),
            DeadLetterFile = "/no/such/folder/dead.jsonl",
            DeadLetterBytes = 1,
        };

        Assert.Collection(
            Errors(webhook, options),
            error => Assert.Equal("Bridge:Webhooks:Grace is 3.00:00:00, but must be 00:00:00 to 00:01:00 (hh:mm:ss).", error),
            error => Assert.StartsWith("Bridge:Webhooks:CacheMissInterval", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Webhooks:QueueBytes", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Webhooks:MaxRequests", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Webhooks:DrainTime", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Webhooks:DeadLetterBytes", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Webhooks:DeadLetterFile '/no/such/folder/dead.jsonl'", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Webhooks:0:Url is missing", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Webhooks:0:Events:1 'channel_occupy' must be one of cache_miss, ", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Webhooks:0:ChannelPrefix 'a b'", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Webhooks:0:Batch ", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Webhooks:0:BatchDelay", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Webhooks:0:Timeout", error, StringComparison.Ordinal),
            error => Assert.StartsWith("Bridge:Apps:0:Webhooks:0:RetryFor", error, StringComparison.Ordinal));
    }

    private static string[] Errors(PusherWebhook webhook, WebhookOptions? common = null)
    {
        var options = new PusherOptions { Apps = { new PusherApp("1", "key", "secret") { Webhooks = { webhook } } } };
        options.Webhooks = common ?? options.Webhooks;
        return [.. new PusherOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
