// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookStopTests
{
    [Fact]
    public async Task Stop_EventsWait_TheyAreSentFirst()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Apps[0].Webhooks[0].Batch = 100);
        webhooks.Occupy("a");
        webhooks.Occupy("b");

        await webhooks.StopAsync();

        Assert.Equal(["channel_occupied a", "channel_occupied b"], (await webhooks.Receiver.NextAsync()).Words);
        webhooks.DeadLetters.AssertNoMore();
    }

    [Fact]
    public async Task Stop_ReceiverStallsBeyondTheDrainTime_EverythingLeftBecomesDeadLetters()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Webhooks.MaxRequests = 1);
        webhooks.Receiver.Otherwise = WebhookReceiver.Stall;
        webhooks.Occupy("a");
        await webhooks.Receiver.NextAsync();
        webhooks.Vacate("a");
        webhooks.Occupy("b");

        Task stopping = webhooks.Service.StopAsync(CancellationToken.None);
        TimeSpan drain = new WebhookOptions().DrainTime;
        Assert.Equal(drain, await webhooks.Time.NextWaitAsync(WebhookHarness.Timeout));
        Assert.False(stopping.IsCompleted);
        webhooks.Time.Advance(drain);
        await stopping.Await("stopping the webhooks");

        WebhookDeadLetter[] letters = [await webhooks.DeadLetters.NextAsync(), await webhooks.DeadLetters.NextAsync()];
        webhooks.DeadLetters.AssertNoMore();
        Assert.All(letters, letter => Assert.Equal("the server stopped", letter.Reason));
        Assert.Equal(["channel_occupied", "channel_vacated", "channel_occupied"], letters
            .OrderByDescending(letter => letter.Attempts)
            .SelectMany(letter => new ReceivedWebhook("", new HeaderDictionary(), RecordingDeadLetters.BodyOf(letter)).Words)
            .Select(words => words[..words.IndexOf(' ')]));
    }

    [Fact]
    public async Task Stop_RequestWaitsToBeTriedAgain_IsADeadLetterAtTheEndOfTheDrainTime()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Webhooks.DrainTime = TimeSpan.Zero);
        webhooks.Receiver.Behave(WebhookReceiver.Answer(500));
        webhooks.Occupy("a");
        await webhooks.Time.NextWaitAsync(WebhookHarness.Timeout);

        await webhooks.StopAsync();

        Assert.Equal(("the server stopped", 1), ((await webhooks.DeadLetters.NextAsync()) is var letter ? letter.Reason : "", letter.Attempts));
    }

    [Fact]
    public async Task Stop_NothingWasEverReported_IsDoneAtOnce()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();

        await webhooks.StopAsync();
    }

    [Fact]
    public async Task Stop_AgainAfterTheAppIsDisposedOf_DoesNothing()
    {
        WebhookHarness webhooks = await WebhookHarness.StartAsync();
        await webhooks.StopAsync();
        await webhooks.DisposeAsync();

        await webhooks.StopAsync();
    }
}
