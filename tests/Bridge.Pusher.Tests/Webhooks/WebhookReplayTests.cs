// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookReplayTests
{
    private readonly List<string> _unsent = [];

    [Fact]
    public async Task Replay_DeadLettersOfTheFile_AreDeliveredInOrderWithTheirBodies()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();

        WebhookReplayResult result = await ReplayAsync(webhooks, LineFor(webhooks.Receiver.Url, 1), "", LineFor(webhooks.Receiver.Url, 2));

        Assert.Equal(new WebhookReplayResult(2, 0), result);
        ReceivedWebhook first = await webhooks.Receiver.NextAsync();
        Assert.Equal("""{"time_ms":1,"events":[{"name":"channel_occupied","channel":"a"}]}""", first.Body);
        Assert.Equal(PusherSignature.SignWebhook("secret", Encoding.UTF8.GetBytes(first.Body)), first.Headers["X-Pusher-Signature"]);
        Assert.Contains("\"time_ms\":2", (await webhooks.Receiver.NextAsync()).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_UrlHasChanged_TheAppsOnlyWebhookGetsIt()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();

        Assert.Equal(new WebhookReplayResult(1, 0), await ReplayAsync(webhooks, LineFor("https://old.example/hook", 1)));

        await webhooks.Receiver.NextAsync();
    }

    [Fact]
    public async Task Replay_LinesThatGoNowhere_AreLeftOver()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync(options => options.Apps[0].Webhooks.Add(new("http://127.0.0.1:9/")));
        string changed = LineFor("https://old.example/hook", 1);
        string otherApp = LineFor(webhooks.Receiver.Url, 1).Replace("\"app\":\"1\"", "\"app\":\"2\"", StringComparison.Ordinal);

        Assert.Equal(new WebhookReplayResult(0, 3), await ReplayAsync(webhooks, changed, otherApp, "nonsense"));

        Assert.Equal([$"its webhook is not configured: {changed}", $"its webhook is not configured: {otherApp}", "not a dead letter: nonsense"], _unsent);
        webhooks.Receiver.AssertNoMore();
    }

    [Fact]
    public async Task Replay_ReceiverFails_IsTriedThreeTimesAndLeftOver()
    {
        await using WebhookHarness webhooks = await WebhookHarness.StartAsync();
        webhooks.Receiver.Behave(
            WebhookReceiver.Answer(500), WebhookReceiver.Answer(200),
            WebhookReceiver.Answer(500), WebhookReceiver.Reset, WebhookReceiver.Answer(502));
        string line = LineFor(webhooks.Receiver.Url, 1);

        Task<WebhookReplayResult> replay = ReplayAsync(webhooks, line, line);
        for (int wait = 0; wait < 3; wait++)
        {
            await webhooks.PassWaitAsync();
        }

        Assert.Equal(new WebhookReplayResult(1, 1), await replay);
        Assert.Equal([$"status 502: {line}"], _unsent);
    }

    private Task<WebhookReplayResult> ReplayAsync(WebhookHarness webhooks, params string[] lines) =>
        webhooks.Services.GetRequiredService<WebhookReplay>().ReplayAsync(lines.ToAsyncEnumerable(), (line, reason) =>
        {
            _unsent.Add($"{reason}: {line}");
            return ValueTask.CompletedTask;
        }).Await("the replay");

    private static string LineFor(string url, int time)
    {
        var line = new System.Buffers.ArrayBufferWriter<byte>();
        WebhookDeadLetterLine.Write(line, new WebhookDeadLetter
        {
            AppId = "1",
            Webhook = WebhookAddress.FingerprintOf(url),
            Origin = "https://a.example",
            Time = default,
            Reason = "status 500",
            Attempts = 7,
            Body = Encoding.UTF8.GetBytes($$"""{"time_ms":{{time}},"events":[{"name":"channel_occupied","channel":"a"}]}"""),
        });
        return Encoding.UTF8.GetString(line.WrittenSpan).TrimEnd();
    }
}
