// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Text;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Webhooks;
using Microsoft.AspNetCore.Http;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookOverflowTests
{
    private const int QueueBytes = 65_536;

    [Fact]
    public async Task Add_MoreThanTheQueueHolds_TheOldestBecomeDeadLettersAndTheRestArrives()
    {
        await using WebhookHarness webhooks = await StalledAsync();
        using var meter = new WebhookMeterReading(webhooks.Services);
        webhooks.Occupy("a");
        await webhooks.Receiver.NextAsync();

        const int events = 100;
        for (int i = 0; i < events; i++)
        {
            webhooks.Report(ClientEvent($"channel-{i}", 2_000));
        }

        int dropped = (int)meter["bridge.webhooks.events_dropped"];
        Assert.InRange(dropped, 60, 80);
        Assert.InRange(meter["bridge.webhooks.queue_bytes"], QueueBytes - 3_000, QueueBytes);
        for (int i = 0; i < dropped; i++)
        {
            WebhookDeadLetter letter = await webhooks.DeadLetters.NextAsync();
            Assert.Equal("the queue was full", letter.Reason);
            Assert.Contains($"\"channel-{i}\"", RecordingDeadLetters.BodyOf(letter), StringComparison.Ordinal);
        }

        webhooks.Receiver.Otherwise = WebhookReceiver.Answer(StatusCodes.Status200OK);
        webhooks.Time.Advance(WebhookHarness.Timeout);
        await webhooks.PassWaitAsync();
        IReadOnlyList<string> arrived = await webhooks.Receiver.NextWordsAsync(events - dropped + 1);
        Assert.Equal(
            Enumerable.Range(dropped, events - dropped).Select(i => $"client_event channel-{i}").Append("channel_occupied a").Order(),
            arrived.Order());
        await webhooks.StopAsync();
        Assert.Equal(0, meter["bridge.webhooks.queue_bytes"]);
        Assert.Equal(events - dropped + 1, meter["bridge.webhooks.events_delivered"]);
    }

    [Fact]
    public async Task Add_DeadLettersCannotBeKept_TheyAreCountedAsLostAndSendingGoesOn()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Apps[0].Webhooks[0].RetryFor = TimeSpan.Zero);
        using var meter = new WebhookMeterReading(webhooks.Services);
        webhooks.DeadLetters.Fails = true;
        webhooks.Receiver.Behave(WebhookReceiver.Reset);

        webhooks.Occupy("a");
        webhooks.Vacate("a");

        Assert.Equal(["channel_occupied a", "channel_vacated a"], await webhooks.Receiver.NextWordsAsync(2));
        await webhooks.StopAsync();
        Assert.Equal(1, meter["bridge.webhooks.events_lost"]);
        Assert.Contains(webhooks.Errors, error => error.Contains("could not be kept", StringComparison.Ordinal));
    }

    /// <summary>The reporting thread holds a channel's lock: what it spends here, every delivery of the channel waits for.</summary>
    [Fact]
    public async Task Add_ReceiverStallsAndEverythingIsFull_NeverWaits()
    {
        await using WebhookHarness webhooks = await StalledAsync();
        webhooks.Occupy("a");
        await webhooks.Receiver.NextAsync();
        ChannelActivity activity = ClientEvent("private-a", 2_000);

        long started = Stopwatch.GetTimestamp();
        const int events = 20_000;
        for (int i = 0; i < events; i++)
        {
            webhooks.Report(activity);
        }

        // Takes some 50 ms; a single wait for the receiver would take as long as the clock stands still.
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static async Task<WebhookHarness> StalledAsync()
    {
        WebhookHarness webhooks = await WebhookHarness.StartAsync(options =>
        {
            options.Webhooks.QueueBytes = QueueBytes;
            options.Webhooks.MaxRequests = 1;
        });
        webhooks.Receiver.Otherwise = WebhookReceiver.Stall;
        return webhooks;
    }

    private static ChannelActivity ClientEvent(string channel, int bytes) => new(ChannelActivityKind.ClientEvent, channel)
    {
        SocketId = "1.2",
        ClientEvent = new ChannelEvent
        {
            Group = channel,
            Name = "client-x",
            Data = EventData.FromStringToken(Encoding.UTF8.GetBytes($"\"{new string('x', bytes)}\"")),
        },
    };
}
