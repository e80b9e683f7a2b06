// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookRetryTests
{
    private static readonly Dictionary<string, Func<HttpContext, Task>> Failures = new()
    {
        ["500"] = WebhookReceiver.Answer(500),
        ["404"] = WebhookReceiver.Answer(404),
        ["410"] = WebhookReceiver.Answer(410),
        ["304"] = WebhookReceiver.Answer(304),
        ["reset"] = WebhookReceiver.Reset,
    };

    public static TheoryData<string> FailureNames => [.. Failures.Keys];

    [Theory]
    [MemberData(nameof(FailureNames))]
    public async Task Failure_ThenSuccess_TheSameBytesComeAgainAfterTheWait(string failure)
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Receiver.Behave(Failures[failure], Failures[failure]);

        webhooks.Occupy("a");
        ReceivedWebhook first = await webhooks.Receiver.NextAsync();
        Assert.InRange(await webhooks.PassWaitAsync(), TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1));
        ReceivedWebhook second = await webhooks.Receiver.NextAsync();
        Assert.InRange(await webhooks.PassWaitAsync(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        ReceivedWebhook third = await webhooks.Receiver.NextAsync();

        Assert.Equal([first.Body, first.Body], [second.Body, third.Body]);
        webhooks.Vacate("a");
        Assert.Equal(["channel_vacated a"], (await webhooks.Receiver.NextAsync()).Words);
        webhooks.DeadLetters.AssertNoMore();
    }

    [Fact]
    public async Task Stall_LongerThanTheTimeout_IsAFailure()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Receiver.Behave(WebhookReceiver.Stall);

        webhooks.Occupy("a");
        await webhooks.Receiver.NextAsync();
        webhooks.Time.Advance(WebhookHarness.Timeout);
        await webhooks.PassWaitAsync();

        Assert.Equal(["channel_occupied a"], (await webhooks.Receiver.NextAsync()).Words);
    }

    [Fact]
    public async Task Redirect_Anywhere_IsAFailureAndNotFollowed()
    {
        await using WebhookReceiver inner = await WebhookReceiver.StartAsync();
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Receiver.Behave(WebhookReceiver.RedirectTo(inner.Url));

        webhooks.Occupy("a");
        await webhooks.Receiver.NextAsync();
        await webhooks.PassWaitAsync();
        await webhooks.Receiver.NextAsync();

        inner.AssertNoMore();
    }

    [Fact]
    public async Task NobodyListens_AfterTheRetryTime_IsADeadLetter()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        await webhooks.Receiver.DisposeAsync();

        webhooks.Occupy("a");
        Task<WebhookDeadLetter> dead = webhooks.DeadLetters.NextAsync();
        TimeSpan total = TimeSpan.Zero;
        while (webhooks.Time.NextWaitAsync(WebhookHarness.Timeout) is var wait && await Task.WhenAny(dead, wait) == wait)
        {
            total += await wait;
            webhooks.Time.Advance(await wait);
        }

        WebhookDeadLetter letter = await dead;
        Assert.InRange(total, webhooks.Webhook.RetryFor - TimeSpan.FromSeconds(30), webhooks.Webhook.RetryFor);
        Assert.Equal("1", letter.AppId);
        Assert.Equal("no answer: ConnectionError", letter.Reason);
        Assert.InRange(letter.Attempts, 12, 25);
        Assert.Contains("channel_occupied", RecordingDeadLetters.BodyOf(letter), StringComparison.Ordinal);
        Assert.Contains(webhooks.Errors, error => error.Contains("dead letters", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Failure_OnOneChannel_HoldsBackItsOwnEventsOnly()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Receiver.Behave(WebhookReceiver.Answer(500));

        webhooks.Occupy("a");
        await webhooks.Receiver.NextAsync();
        webhooks.Vacate("a");
        webhooks.Occupy("b");
        webhooks.Vacate("b");

        Assert.Equal(["channel_occupied b", "channel_vacated b"], await webhooks.Receiver.NextWordsAsync(2));
        webhooks.Receiver.AssertNoMore();
        await webhooks.PassWaitAsync();
        Assert.Equal(["channel_occupied a", "channel_vacated a"], await webhooks.Receiver.NextWordsAsync(2));
    }

    [Fact]
    public async Task Failure_OfEverything_LeavesOnlySoManyRequestsUnderWay()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Webhooks.MaxRequests = 2);
        webhooks.Receiver.Otherwise = WebhookReceiver.Answer(503);

        for (int i = 0; i < 10; i++)
        {
            webhooks.Occupy($"channel-{i}");
        }

        await webhooks.Time.NextWaitAsync(WebhookHarness.Timeout);
        await webhooks.Time.NextWaitAsync(WebhookHarness.Timeout);
        Assert.Equal(["channel_occupied channel-0", "channel_occupied channel-1"], (await webhooks.Receiver.NextWordsAsync(2)).Order());
        webhooks.Receiver.AssertNoMore();

        webhooks.Receiver.Otherwise = WebhookReceiver.Answer(200);
        webhooks.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, (await webhooks.Receiver.NextWordsAsync(10)).Distinct().Count());
    }

    [Fact]
    public async Task Failure_AppChangesMeanwhile_TheNextAttemptIsSignedWithTheNewSecret()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Receiver.Behave(WebhookReceiver.Answer(500));

        webhooks.Occupy("a");
        await webhooks.Receiver.NextAsync();
        TimeSpan wait = await webhooks.Time.NextWaitAsync(WebhookHarness.Timeout);
        webhooks.App.Secret = "changed";
        webhooks.Time.Advance(wait);

        ReceivedWebhook again = await webhooks.Receiver.NextAsync();
        Assert.Equal(PusherSignature.SignWebhook("changed", Encoding.UTF8.GetBytes(again.Body)), again.Headers["X-Pusher-Signature"]);
    }

    [Fact]
    public async Task Failure_WebhookIsTakenAwayMeanwhile_IsADeadLetter()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Receiver.Behave(WebhookReceiver.Answer(500));

        webhooks.Occupy("a");
        TimeSpan wait = await webhooks.Time.NextWaitAsync(WebhookHarness.Timeout);
        webhooks.App.Webhooks.Clear();
        webhooks.Time.Advance(wait);

        Assert.Equal("the webhook is no longer configured", (await webhooks.DeadLetters.NextAsync()).Reason);
    }

    [Fact]
    public async Task Failure_NoRetryTime_IsADeadLetterAtOnceAndTheNextEventGoesOut()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Apps[0].Webhooks[0].RetryFor = TimeSpan.Zero);
        webhooks.Receiver.Behave(WebhookReceiver.Answer(500));

        webhooks.Occupy("a");
        webhooks.Vacate("a");

        WebhookDeadLetter letter = await webhooks.DeadLetters.NextAsync();
        Assert.Equal(("status 500", 1), (letter.Reason, letter.Attempts));
        Assert.Equal(["channel_occupied a", "channel_vacated a"], await webhooks.Receiver.NextWordsAsync(2));
    }

    [Fact]
    public async Task Failure_UrlWithSecrets_TheyAreNeitherLoggedNorInTheDeadLetter()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Apps[0].Webhooks[0].RetryFor = TimeSpan.Zero);
        webhooks.Webhook.Url += "/hidden-path?token=hidden-token";
        webhooks.Receiver.Behave(WebhookReceiver.Answer(500));

        webhooks.Occupy("a");

        WebhookDeadLetter letter = await webhooks.DeadLetters.NextAsync();
        Assert.DoesNotContain("hidden", letter.ToString(), StringComparison.Ordinal);
        Assert.All(webhooks.Errors, error => Assert.DoesNotContain("hidden", error, StringComparison.Ordinal));
        Assert.NotEmpty(webhooks.Errors);
    }
}
