// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Mirror;
using Bridge.Pusher.Signatures;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Bridge.Pusher.Webhooks;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mirror;

/// <summary>A server that mirrors to another one, in the place of the real service, which tells of its client events by webhooks.</summary>
public sealed class DualRunTests : IAsyncLifetime
{
    private const string Channel = "private-a";
    private PusherHost _there = null!;
    private PusherHost _here = null!;

    public async Task InitializeAsync()
    {
        _there = await PusherHost.StartAsync();
        _here = await StartMirroringAsync(_there);
        var app = new PusherApp("1", "key", "secret");
        app.Webhooks.Add(new PusherWebhook($"{_here.AddressOf("http", "/mirror/webhooks")}"));
        _there.Replace(app);
    }

    public async Task DisposeAsync()
    {
        await _here.DisposeAsync();
        await _there.DisposeAsync();
    }

    [Fact]
    public async Task Publish_Here_ReachesTheClientsOfBothOnceAndInOrderPerChannel()
    {
        string[] channels = ["a", "b", "presence-c"];
        PusherClient here = await _here.ConnectAsync();
        PusherClient there = await _there.ConnectAsync();
        foreach (string channel in channels)
        {
            await here.JoinAsync(channel, channel[0] == 'p' ? """{"user_id":"1"}""" : null);
            await there.JoinAsync(channel, channel[0] == 'p' ? """{"user_id":"2"}""" : null);
        }

        for (int i = 0; i < 100; i++)
        {
            await _here.PublishAsync(channels[i % 3], $"e{i}", "\"text\"");
        }

        foreach (PusherClient client in new[] { here, there })
        {
            Dictionary<string, List<string>> got = channels.ToDictionary(channel => channel, _ => new List<string>());
            for (int i = 0; i < 100; i++)
            {
                var message = await client.NextAsync();
                got[message.Channel()!].Add(message.Event()!);
            }

            for (int c = 0; c < 3; c++)
            {
                Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 3 == c).Select(i => $"e{i}"), got[channels[c]]);
            }

            await client.ExpectNothingAsync();
        }
    }

    [Fact]
    public async Task Publish_ExceptASocketOfTheOtherSide_PassesItOverThere()
    {
        PusherClient sender = await _there.ConnectAsync();
        PusherClient other = await _there.ConnectAsync();
        await sender.JoinAsync("a");
        await other.JoinAsync("a");

        await _here.PublishAsync("a", "e", "1", exceptSocketId: sender.SocketId);

        await other.NextAsync("e");
        await sender.ExpectNothingAsync();
    }

    [Fact]
    public async Task ClientEvent_OnEitherSide_ReachesEverybodyElseOnce()
    {
        PusherClient here = await JoinAsync(_here);
        PusherClient alsoHere = await JoinAsync(_here);
        PusherClient there = await JoinAsync(_there);
        PusherClient alsoThere = await JoinAsync(_there);

        for (int i = 0; i < 5; i++)
        {
            await here.TriggerAsync($"client-h{i}", Channel, new { i });
            foreach (PusherClient receiver in new[] { alsoHere, there, alsoThere })
            {
                await receiver.NextAsync($"client-h{i}");
            }

            await there.TriggerAsync($"client-t{i}", Channel, new { i });
            foreach (PusherClient receiver in new[] { here, alsoHere, alsoThere })
            {
                await receiver.NextAsync($"client-t{i}");
            }
        }

        // What came back would be in front of this.
        await _here.PublishAsync(Channel, "end", "1");
        foreach (PusherClient client in new[] { here, alsoHere, there, alsoThere })
        {
            await client.NextAsync("end");
        }
    }

    [Fact]
    public async Task Publish_ThatAMirrorForwarded_GoesNoFurtherSoThatNothingLoops()
    {
        await using PusherHost first = await PusherHost.StartAsync();
        await using PusherHost second = await StartMirroringAsync(first);
        await using PusherHost third = await StartMirroringAsync(second);
        PusherClient client = await third.ConnectAsync();
        PusherClient middle = await second.ConnectAsync();
        PusherClient last = await first.ConnectAsync();
        await client.JoinAsync("a");
        await middle.JoinAsync("a");
        await last.JoinAsync("a");

        // What comes from a mirror goes to clients and nowhere else, so no ring of servers can carry it round. The second event would
        // arrive behind the first.
        await third.PublishAsync("a", "e", "1");
        await client.NextAsync("e");
        await middle.NextAsync("e");
        await second.PublishAsync("a", "own", "1");
        await last.NextAsync("own");
        await middle.NextAsync("own");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Webhook_TheSameTwice_IsPublishedOnce()
    {
        PusherClient client = await JoinAsync(_here);
        using var counted = new MirrorMeterReading(_here.Services);
        const string Body = """{"time_ms":1,"events":[{"name":"client_event","channel":"private-a","event":"client-x","data":"{}","socket_id":"1.2"}]}""";

        HttpStatusCode[] statuses = await Task.WhenAll(PostAsync(Body), PostAsync(Body), PostAsync(Body));

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        await client.ExpectAsync("""{"event":"client-x","channel":"private-a","data":"{}"}""");
        await client.ExpectNothingAsync();
        Assert.Equal(2, counted["webhooks_duplicate"]);
    }

    [Fact]
    public async Task Webhook_BadRequests_AreRefusedAndPublishNothing()
    {
        PusherClient client = await JoinAsync(_here);
        const string Good = """{"events":[{"name":"client_event","channel":"private-a","event":"client-x","data":"{}","socket_id":"1.2"}]}""";

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(Good, key: "other"));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(Good, key: ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(Good, signature: new string('0', 64)));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(Good, signature: "\u00e9"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(new string(' ', 1_048_577)));
        foreach (string garbage in new[] { "", "null", "[]", "{}", """{"events":{}}""", "{", "\"\\ud800\"", new string('[', 100_000) })
        {
            Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(garbage));
        }

        await client.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("""{"name":"client_event","channel":"private-a","event":"client-x","data":"{}"}""")]
    [InlineData("""{"name":"client_event","channel":"private-a","event":"pusher:error","data":"{}","socket_id":"1.2"}""")]
    [InlineData("""{"name":"client_event","channel":"public","event":"client-x","data":"{}","socket_id":"1.2"}""")]
    [InlineData("""{"name":"client_event","channel":"private-encrypted-a","event":"client-x","data":"{}","socket_id":"1.2"}""")]
    [InlineData("""{"name":"client_event","channel":"no channel","event":"client-x","data":"{}","socket_id":"1.2"}""")]
    [InlineData("""{"name":"client_event","channel":7,"event":[],"data":"{}","socket_id":"1.2"}""")]
    [InlineData("""{"name":"client_event"}""")]
    public async Task Webhook_EventThatNoClientCouldHaveSent_IsIgnoredAndCounted(string item)
    {
        PusherClient client = await JoinAsync(_here);
        using var counted = new MirrorMeterReading(_here.Services);

        Assert.Equal(HttpStatusCode.OK, await PostAsync($$"""{"events":[{{item}},{"name":"channel_occupied","channel":"a"}]}"""));

        Assert.Equal(1, counted["events_ignored"]);
        await client.ExpectNothingAsync();
    }

    private static Task<PusherHost> StartMirroringAsync(PusherHost there) => PusherHost.StartAsync(
        [new PusherApp("1", "key", "secret")],
        bridge: bridge => bridge.AddPusherMirror(options => options.Services.Add(
            new PusherMirrorService { AppId = "1", Key = "key", Secret = "secret", Url = $"{there.AddressOf("http", "")}" })));

    private static async Task<PusherClient> JoinAsync(PusherHost host)
    {
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync(Channel);
        return client;
    }

    private async Task<HttpStatusCode> PostAsync(string body, string key = "key", string? signature = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _here.AddressOf("http", "/mirror/webhooks"));
        request.Content = new StringContent(body);
        request.Headers.TryAddWithoutValidation("X-Pusher-Key", key);
        request.Headers.TryAddWithoutValidation(
            "X-Pusher-Signature", signature is null ? PusherSignature.SignWebhook("secret", Encoding.UTF8.GetBytes(body)) : Uri.EscapeDataString(signature));
        using HttpResponseMessage response = await client.SendAsync(request).Await("the answer to a webhook");
        return response.StatusCode;
    }
}
