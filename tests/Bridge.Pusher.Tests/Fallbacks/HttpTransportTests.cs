// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Delivery;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Fallbacks;

/// <summary>docs/specs/pusher.md, "Without WebSocket".</summary>
public sealed class HttpTransportTests
{
    // More than a session takes ahead and a queue of this size.
    private const int EventBytes = 40_000;
    private const int QueueBytes = 100_000;

    [Theory]
    [InlineData("nobody", "?protocol=7", 4001)]
    [InlineData("disabled", "?protocol=7", 4003)]
    [InlineData("full", "?protocol=7", 4004)]
    [InlineData("key", "?protocol=3", 4007)]
    [InlineData("key", "", 4008)]
    public async Task Connect_Refused_IsOpenedAndTold(string key, string query, int code)
    {
        await using PusherHost host = await PusherHost.StartAsync(
        [
            new PusherApp("1", "key", "secret") { GroupPrefix = "k:" },
            new PusherApp("2", "disabled", "secret") { Disabled = true, GroupPrefix = "d:" },
            new PusherApp("3", "full", "secret") { GroupPrefix = "f:", Limits = { MaxConnections = 1 } },
        ]);
        using PollingClient first = PollingClient.OfApp(host, "full");
        await first.ConnectAsync();

        using PollingClient client = PollingClient.OfApp(host, key, query);

        Assert.Equal("o", await client.PollAsync());
        await client.AssertClosedAsync(code);
        Assert.Empty(host.Errors);
    }

    [Theory]
    [InlineData("https://good.example", true)]
    [InlineData("https://bad.example", false)]
    [InlineData(null, true)]
    public async Task Connect_AppWithOrigins_TakesTheirPagesOnly(string? origin, bool isTaken)
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.AllowedOrigins.Add("https://good.example"));
        using PollingClient client = PollingClient.OfApp(host, origin: origin);
        if (isTaken)
        {
            await client.ConnectAsync();
        }
        else
        {
            Assert.Equal("o", await client.PollAsync());
            await client.AssertClosedAsync(4009);
        }
    }

    [Fact]
    public async Task Publish_SeveralWhileNobodyPolls_ComeInOneFrameInOrder()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using PollingClient client = PollingClient.OfApp(host);
        await client.JoinAsync("news");
        PusherClient other = await host.ConnectAsync();
        await other.JoinAsync("news");

        for (int number = 0; number < 3; number++)
        {
            await host.PublishAsync("news", $"n{number}", "\u2028😀");
            await other.NextAsync($"n{number}");
        }

        JsonElement[] received = [.. (await client.NextAsync()).Select(message => JsonElement.Parse(message))];
        Assert.Equal(["n0", "n1", "n2"], received.Select(message => message.Event()));
        Assert.All(received, message => Assert.Equal("\u2028😀", message.Data()));
    }

    [Fact]
    public async Task Send_MessageTooLarge_ClosesTheConnection()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using PollingClient client = PollingClient.OfApp(host);
        await client.ConnectAsync();

        await client.SendAsync(new string('x', 65_537));

        Assert.Equal("c[1009,\"The message is too big.\"]", await client.PollAsync());
    }

    [Fact]
    public async Task Stream_SilentClient_IsPingedAndClosed()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using HttpClient http = new();
        using StreamReader stream = await OpenStreamAsync(host, http);

        await AdvanceUntilAsync(host, stream, TimeSpan.FromSeconds(150), "pusher:ping");
        await AdvanceUntilAsync(host, stream, TimeSpan.FromSeconds(30), "\\\"code\\\":4201");
        Assert.StartsWith("c[4201,", await LineAsync(stream));
    }

    /// <summary>pusher-js answers a stream's heartbeats with empty sends, and a poll's with the next poll.</summary>
    [Theory]
    [InlineData("xhr_streaming")]
    [InlineData("xhr")]
    public async Task Heartbeats_OfAnIdleClientThatAnswers_AreSignsOfLife(string transport)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using HttpClient http = new();
        using PollingClient polling = PollingClient.OfApp(host);
        using StreamReader? stream = transport == "xhr" ? null : await OpenStreamAsync(host, http);
        if (stream is null)
        {
            await polling.ConnectAsync();
        }

        for (int beat = 0; beat < 20; beat++)
        {
            Task<string> next = stream is null ? await polling.BeginPollAsync() : LineAsync(stream);
            host.Time.Advance(TimeSpan.FromSeconds(25));
            Assert.Equal("h", await next);
            if (stream is not null)
            {
                using HttpResponseMessage sent = await http.PostAsync(Session(host, "xhr_send"), new StringContent("[]")).Await("the answer");
            }
        }
    }

    [Fact]
    public async Task Connect_HostNameIsSet_IsToldToGoOnThere()
    {
        await using PusherHost host = await PusherHost.StartAsync(configure: null, services =>
            services.Configure<PusherOptions>(options => options.FallbackHostName = "node-3.example"));
        using PollingClient client = PollingClient.OfApp(host);

        Assert.Equal("""o{"hostname":"node-3.example"}""", await client.PollAsync());
        Assert.Contains("connection_established", Assert.Single(await client.NextAsync()));
    }

    [Fact]
    public async Task Stop_OpenConnection_IsToldInTheDialectsWords()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        using HttpClient http = new();
        using StreamReader stream = await OpenStreamAsync(host, http);

        Task stopped = host.StopAsync();

        Assert.Contains("\\\"code\\\":4200", await LineAsync(stream));
        Assert.StartsWith("c[4200,", await LineAsync(stream));

        // Clients between two polls have a second to come for it.
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await stopped.Await("the server's end");
    }

    [Fact]
    public async Task Publish_MoreThanTheQueueHolds_ClosesTheConnection()
    {
        await using PusherHost host = await StartWithQueueAsync(SlowConsumerPolicy.Disconnect);
        using PollingClient client = PollingClient.OfApp(host);
        await client.JoinAsync("news");

        await PublishAsync(host, 8);

        // What the session had taken already comes first.
        Assert.Equal(2, (await client.NextAsync()).Length);
        await client.AssertClosedAsync(4100);
    }

    [Fact]
    public async Task Publish_MoreThanTheQueueHoldsWithDropOldest_KeepsTheNewest()
    {
        await using PusherHost host = await StartWithQueueAsync(SlowConsumerPolicy.DropOldest);
        using PollingClient client = PollingClient.OfApp(host);
        await client.JoinAsync("news");

        await PublishAsync(host, 8);

        List<string> received = [.. await client.NextAsync()];
        while (!received[^1].Contains("\"n7\"", StringComparison.Ordinal))
        {
            received.AddRange(await client.NextAsync());
        }

        Assert.Contains("\"n0\"", received[0]);
        Assert.InRange(received.Count, 3, 7);
    }

    private static Task<PusherHost> StartWithQueueAsync(SlowConsumerPolicy policy) => PusherHost.StartAsync(configure: null, services =>
        services.Configure<DeliveryOptions>(options =>
        {
            options.QueueBytes = QueueBytes;
            options.SlowConsumer = policy;
        }));

    /// <summary>Publishes, each when a client that keeps up has the one before.</summary>
    private static async Task PublishAsync(PusherHost host, int count)
    {
        PusherClient other = await host.ConnectAsync();
        await other.JoinAsync("news");
        for (int number = 0; number < count; number++)
        {
            await host.PublishAsync("news", $"n{number}", new string('x', EventBytes));
            await other.NextAsync($"n{number}");
        }
    }

    private static Uri Session(PusherHost host, string transport) => host.AddressOf("http", $"/pusher/app/key/1/session/{transport}");

    /// <summary>A stream whose greeting has come.</summary>
    private static async Task<StreamReader> OpenStreamAsync(PusherHost host, HttpClient http)
    {
        Uri address = Session(host, "xhr_streaming?protocol=7");
        HttpResponseMessage answer = await http.SendAsync(
            new HttpRequestMessage(HttpMethod.Post, address), HttpCompletionOption.ResponseHeadersRead).Await("the stream");
        StreamReader stream = new(await answer.Content.ReadAsStreamAsync());
        Assert.Equal(new string('h', 2_048), await LineAsync(stream));
        Assert.Equal("o", await LineAsync(stream));
        Assert.Contains("connection_established", await LineAsync(stream));
        return stream;
    }

    /// <summary>Lets time pass, and takes heartbeats until the line comes.</summary>
    private static async Task AdvanceUntilAsync(PusherHost host, StreamReader stream, TimeSpan time, string expected)
    {
        host.Time.Advance(time);
        string line;
        while ((line = await LineAsync(stream)) == "h")
        {
        }

        Assert.Contains(expected, line);
    }

    private static async Task<string> LineAsync(StreamReader stream) => (await stream.ReadLineAsync().Await("a line"))!;
}
