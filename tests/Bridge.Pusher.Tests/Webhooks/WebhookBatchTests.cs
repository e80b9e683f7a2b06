// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Webhooks;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookBatchTests
{
    private static readonly TimeSpan Delay = new PusherWebhook().BatchDelay;

    [Fact]
    public async Task Add_FullBatch_GoesOutAtOnceInOneRequest()
    {
        await using WebhookHarness webhooks = await StartAsync(batch: 3);

        webhooks.Occupy("a");
        webhooks.Count("a", 1);
        webhooks.Count("a", 2);

        Assert.Equal(["channel_occupied a", "subscription_count a 1", "subscription_count a 2"], (await webhooks.Receiver.NextAsync()).Words);
    }

    [Fact]
    public async Task Add_FewEvents_GoOutWhenTheOldestHasWaitedLongEnough()
    {
        await using WebhookHarness webhooks = await StartAsync(batch: 100);

        webhooks.Occupy("a");
        webhooks.Time.Advance(Delay / 2);
        webhooks.Occupy("b");
        webhooks.Time.Advance((Delay / 2) - TimeSpan.FromMilliseconds(1));
        webhooks.Receiver.AssertNoMore();
        webhooks.Time.Advance(TimeSpan.FromMilliseconds(1));

        ReceivedWebhook received = await webhooks.Receiver.NextAsync();
        Assert.Equal(["channel_occupied a", "channel_occupied b"], received.Words);
        Assert.StartsWith("""{"time_ms":1767225600000,""", received.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Add_MoreThanABatch_TheRestWaitsForItsOwnTime()
    {
        await using WebhookHarness webhooks = await StartAsync(batch: 2);

        webhooks.Occupy("a");
        webhooks.Occupy("b");
        webhooks.Occupy("c");
        Assert.Equal(["channel_occupied a", "channel_occupied b"], (await webhooks.Receiver.NextAsync()).Words);
        webhooks.Time.Advance(Delay);

        Assert.Equal(["channel_occupied c"], (await webhooks.Receiver.NextAsync()).Words);
    }

    [Fact]
    public async Task Failure_OfABatch_ComesAgainAsItWasBeforeLaterEventsOfItsChannels()
    {
        await using WebhookHarness webhooks = await StartAsync(batch: 2);
        webhooks.Receiver.Behave(WebhookReceiver.Answer(500));

        webhooks.Occupy("a");
        webhooks.Occupy("b");
        ReceivedWebhook first = await webhooks.Receiver.NextAsync();
        webhooks.Vacate("b");
        webhooks.Vacate("a");
        TimeSpan wait = await webhooks.Time.NextWaitAsync(WebhookHarness.Timeout, Delay);
        webhooks.Receiver.AssertNoMore();
        webhooks.Time.Advance(wait);

        Assert.Equal(first.Body, (await webhooks.Receiver.NextAsync()).Body);
        Assert.Equal(["channel_vacated a", "channel_vacated b"], (await webhooks.Receiver.NextWordsAsync(2)).Order());
    }

    private static Task<WebhookHarness> StartAsync(int batch) => WebhookHarness.StartAsync(options => options.Apps[0].Webhooks[0].Batch = batch);
}
