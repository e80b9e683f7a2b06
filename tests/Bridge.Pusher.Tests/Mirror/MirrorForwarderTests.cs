// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Webhooks;

namespace Bridge.Pusher.Tests.Mirror;

/// <summary>Forwarding to a service that is well, down, slow, or does not want the events.</summary>
public sealed class MirrorForwarderTests
{
    private const string IdempotencyKey = "X-Idempotency-Key";

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task OnPublished_OneEvent_IsPostedAsPublished()
    {
        await using MirrorHarness mirror = await MirrorHarness.StartAsync();

        mirror.Publish("orders", "new", exceptSocketId: "12.34");

        ReceivedWebhook request = await mirror.Service.NextAsync();
        Assert.Equal("/hook/apps/9/events", request.Path);
        Assert.Equal("""{"channel":"orders","name":"new","data":"{}","socket_id":"12.34"}""", request.Body);
        Assert.Equal("1", request.Headers["X-Bridge-Mirror"]);
    }

    [Fact]
    public async Task OnPublished_WhatIsNotToBeForwarded_IsNot()
    {
        await using MirrorHarness mirror = await MirrorHarness.StartAsync(options => options.Services[0].ClientEvents = false);

        mirror.Publish("private-a", "client-here", isClientEvent: true);
        mirror.Publish("a", "came-from-there", isMirrored: true);
        mirror.Forwarder.OnPublished(typeof(string), new() { Group = "a", Name = "other-hub", Data = Bridge.Core.Channels.EventData.EmptyObject });
        mirror.Publish("a", "last");

        Assert.Contains("last", (await mirror.Service.NextAsync()).Body, StringComparison.Ordinal);
        await mirror.DrainAsync();
        mirror.Service.AssertNoMore();
    }

    [Fact]
    public async Task OnPublished_ManyWhileTheFirstIsUnderWay_GoInBatchesInOrder()
    {
        await using MirrorHarness mirror = await MirrorHarness.StartAsync();
        var answer = new TaskCompletionSource();
        mirror.Service.Behave(_ => answer.Task);

        mirror.Publish("a", "e0");
        await mirror.Service.NextAsync();
        for (int i = 1; i <= 12; i++)
        {
            mirror.Publish("a", $"e{i}");
        }

        answer.SetResult();

        ReceivedWebhook ten = await mirror.Service.NextAsync();
        ReceivedWebhook two = await mirror.Service.NextAsync();
        Assert.Equal("/hook/apps/9/batch_events", ten.Path);
        Assert.Equal(Enumerable.Range(1, 10).Select(i => $"e{i}"), NamesIn(ten));
        Assert.Equal(["e11", "e12"], NamesIn(two));
        Assert.NotEqual($"{ten.Headers[IdempotencyKey]}", $"{two.Headers[IdempotencyKey]}");
        await mirror.DrainAsync();
        Assert.Equal(13, mirror.Counted["events_forwarded"]);
        Assert.Equal(0, mirror.Counted["queue_bytes"]);
    }

    [Fact]
    public async Task Retry_ServiceIsDownOrItsAnswerIsLost_SendsTheSameRequestAgainAndKeepsTheOrder()
    {
        await using MirrorHarness mirror = await MirrorHarness.StartAsync();
        mirror.Service.Behave(WebhookReceiver.Answer(503), WebhookReceiver.Reset, WebhookReceiver.Answer(429));

        mirror.Publish("a", "first");
        ReceivedWebhook attempt = await mirror.Service.NextAsync();
        mirror.Publish("a", "second");
        for (int i = 0; i < 3; i++)
        {
            mirror.Time.Advance(await mirror.Time.NextWaitAsync(s_timeout));
            ReceivedWebhook again = await mirror.Service.NextAsync();
            Assert.Equal(attempt.Body, again.Body);
            Assert.Equal($"{attempt.Headers[IdempotencyKey]}", $"{again.Headers[IdempotencyKey]}");
        }

        Assert.Equal(["second"], NamesIn(await mirror.Service.NextAsync()));
        Assert.Equal(3, mirror.Counted["attempts_failed"]);
        Assert.Equal(0, mirror.Counted["events_dead"]);
    }

    [Fact]
    public async Task Retry_LongerThanRetryFor_GivesTheEventUpAndGoesOn()
    {
        await using MirrorHarness mirror = await MirrorHarness.StartAsync(options => options.Services[0].RetryFor = TimeSpan.FromSeconds(1));
        mirror.Service.Behave(WebhookReceiver.Answer(503), WebhookReceiver.Answer(503));

        mirror.Publish("a", "old");
        await mirror.Service.NextAsync();
        mirror.Time.Advance(await mirror.Time.NextWaitAsync(s_timeout));
        await mirror.Service.NextAsync();
        mirror.Publish("a", "new");

        Assert.Equal(["new"], NamesIn(await mirror.Service.NextAsync()));
        Assert.Equal(1, mirror.Counted["events_dead"]);
    }

    [Fact]
    public async Task Refusal_OneEventOfABatch_CostsOnlyThatOne()
    {
        await using MirrorHarness mirror = await MirrorHarness.StartAsync();
        var answer = new TaskCompletionSource();
        mirror.Service.Behave(
            _ => answer.Task, WebhookReceiver.Answer(400), WebhookReceiver.Answer(200), WebhookReceiver.Answer(400), WebhookReceiver.Answer(200));

        mirror.Publish("a", "e0");
        await mirror.Service.NextAsync();
        mirror.Publish("a", "e1");
        mirror.Publish("a", "bad");
        mirror.Publish("a", "e2");
        answer.SetResult();

        Assert.Equal(["e1", "bad", "e2"], NamesIn(await mirror.Service.NextAsync()));
        Assert.Equal(["e1"], NamesIn(await mirror.Service.NextAsync()));
        Assert.Equal(["bad"], NamesIn(await mirror.Service.NextAsync()));
        Assert.Equal(["e2"], NamesIn(await mirror.Service.NextAsync()));
        await mirror.DrainAsync();
        Assert.Equal(1, mirror.Counted["events_dead"]);
        Assert.Equal(3, mirror.Counted["events_forwarded"]);
    }

    [Fact]
    public async Task Publish_ServiceStallsAndTheQueueIsFull_NeverWaitsAndDropsTheOldest()
    {
        await using MirrorHarness mirror = await MirrorHarness.StartAsync(options =>
        {
            options.MaxRequests = 1;
            options.QueueBytes = 65_536;
        });
        mirror.Service.Behave(WebhookReceiver.Stall);

        mirror.Publish("a", "stalled");
        await mirror.Service.NextAsync();
        for (int i = 0; i < 1_000; i++)
        {
            mirror.Publish("a", $"e{i}");
        }

        Assert.InRange(mirror.Counted["queue_bytes"], 60_000, 65_536);
        Assert.InRange(mirror.Counted["events_dropped"], 700, 800);
        mirror.Time.Advance(s_timeout);
        mirror.Time.Advance(await mirror.Time.NextWaitAsync(s_timeout));
        Assert.Equal(["stalled"], NamesIn(await mirror.Service.NextAsync()));
        string next = NamesIn(await mirror.Service.NextAsync())[0];
        Assert.Equal($"e{mirror.Counted["events_dropped"]}", next);
    }

    [Fact]
    public async Task Stop_ServiceStalls_EndsAfterTheDrainTimeAndCountsWhatIsLeft()
    {
        await using MirrorHarness mirror = await MirrorHarness.StartAsync(options => options.DrainTime = TimeSpan.FromSeconds(2));
        mirror.Service.Otherwise = WebhookReceiver.Stall;
        mirror.Publish("a", "under-way");
        await mirror.Service.NextAsync();
        mirror.Publish("a", "waiting");

        Task stopping = mirror.Forwarder.StopAsync(CancellationToken.None);
        mirror.Time.Advance(await mirror.Time.NextWaitAsync(s_timeout));
        await stopping.Await("the mirror's end");
        mirror.Publish("a", "too-late");

        Assert.Equal(3, mirror.Counted["events_dead"]);
    }

    private static string[] NamesIn(ReceivedWebhook request)
    {
        using var body = System.Text.Json.JsonDocument.Parse(request.Body);
        return body.RootElement.TryGetProperty("batch", out System.Text.Json.JsonElement batch)
            ? [.. batch.EnumerateArray().Select(item => item.GetProperty("name").GetString()!)]
            : [body.RootElement.GetProperty("name").GetString()!];
    }
}
