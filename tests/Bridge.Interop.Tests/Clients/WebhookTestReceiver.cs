// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Threading.Channels;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Clients;

/// <summary>An application's back end that takes webhooks and has Pusher's server library for Node.js check them.</summary>
internal sealed class WebhookTestReceiver : IAsyncDisposable
{
    private readonly Channel<JsonElement> _webhooks = Channel.CreateUnbounded<JsonElement>();
    private NodeClient _node = null!;

    public string Url { get; private set; } = "";

    public static async Task<WebhookTestReceiver> StartAsync(NodeDriver driver)
    {
        var receiver = new WebhookTestReceiver();
        receiver._node = await driver.CreateAsync(
            new { kind = "webhooks", app = TestApp.Options }, (_, webhook) => receiver._webhooks.Writer.TryWrite(webhook));
        receiver.Url = $"http://127.0.0.1:{(await receiver._node.CallAsync("listen")).GetInt32()}/webhooks";
        return receiver;
    }

    /// <summary>The one event of the next webhook, which the library takes for genuine.</summary>
    public async Task<string> NextAsync()
    {
        await _webhooks.Reader.WaitToReadAsync().AsTask().WithinDeadline("a webhook should have come");
        Assert.True(_webhooks.Reader.TryRead(out JsonElement webhook));
        Assert.True(webhook.GetProperty("genuine").GetBoolean(), $"The library does not take it for genuine: {webhook}");
        Assert.InRange(
            DateTimeOffset.FromUnixTimeMilliseconds(webhook.GetProperty("time").GetInt64()),
            DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        return Assert.Single(webhook.GetProperty("events").EnumerateArray()).ToCompactString();
    }

    public async ValueTask DisposeAsync()
    {
        await _node.CallAsync("close");
        _node.Forget();
    }
}
