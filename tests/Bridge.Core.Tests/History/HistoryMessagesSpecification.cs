// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Text.Json.Serialization;
using Bridge.Core.Channels;
using Bridge.Core.Tests.Hubs;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.History;

/// <summary>What stands in a history, and in which words it comes out of it.</summary>
public abstract class HistoryMessagesSpecification : IAsyncDisposable
{
    private protected HistoryMessagesSpecification(Action<IServiceCollection>? configure = null) => Host = new HistoryHost(configure);

    private protected HistoryHost Host { get; }

    /// <summary>The node that publishes: another one than that of the clients, if there are several.</summary>
    private protected virtual HistoryHost Publishing => Host;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }

    [Fact]
    public async Task Resume_MessagesOfTheHub_ComeAsTheHubSentThem()
    {
        JsonElement known = await HistoryHost.SubscribeAsync(await Host.Hub.ConnectNativeAsync(), "news");
        await Publishing.Hub.Manager.SendGroupAsync("news", "Say", ["é", new { A = 1 }]).Within("the send");
        await Publishing.Hub.Manager.SendGroupExceptAsync("news", "Say", [], ["nobody"]).Within("the send");
        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        Assert.Equal((0, true), HistoryHost.Said(await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, 0))));
        Assert.Equal(["""Say ["é",{"a":1}]""", "Say []"], (await client.ReadAsync(2)).Select(Unescaped));
        await Publishing.PublishAsync("news", 1);
        Assert.Equal(HistoryHost.Tick("news", 1, 3), await client.ReadAsync());
    }

    [Fact]
    public async Task Resume_ClientEvent_SaysWhoSentItAndIsLeftOutForItsSender()
    {
        JsonElement known = await HistoryHost.SubscribeAsync(await Host.Hub.ConnectNativeAsync(), "news");
        NativeTestClient sender = await Publishing.Hub.ConnectNativeAsync();
        await HistoryHost.SubscribeAsync(sender, "news");
        await Publishing.Hub.Publisher.PublishAsync(new ChannelEvent
        {
            Group = "news",
            Name = "client-said",
            Data = EventData.FromText("\"x\""),
            UserId = "ann",
            IsClientEvent = true,
            ExceptSocketId = sender.ConnectionId,
        }).AsTask().Within("the publish");
        await Publishing.PublishAsync("news", 2);
        Assert.Equal(HistoryHost.Tick("news", 2, 2), await sender.ReadAsync());

        NativeTestClient client = await Host.Hub.ConnectNativeAsync();
        await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, 0));
        Assert.Equal("""client-said ["x",{"channel":"news","userId":"ann","offset":1}]""", await client.ReadAsync());
        Assert.Equal(HistoryHost.Tick("news", 2, 2), await client.ReadAsync());
    }

    [Fact]
    public async Task Publish_LegacyClient_GetsTheEventsInOrderAndWithoutOffsets()
    {
        DialectTestClient legacy = await Host.Hub.AddDialectAsync();
        await Host.Hub.Manager.AddToGroupAsync(legacy.ConnectionId, "news");
        NativeTestClient native = await Host.Hub.ConnectNativeAsync();
        await HistoryHost.SubscribeAsync(native, "news");
        await Publishing.PublishAsync("news", 1, 3);
        Assert.Equal([HistoryHost.Tick("news", 1, 1), HistoryHost.Tick("news", 2, 2), HistoryHost.Tick("news", 3, 3)], await native.ReadAsync(3));
        string[] got = await legacy.ReadAsync(3);
        Assert.All(got, message => Assert.DoesNotContain("offset", message, StringComparison.Ordinal));
        Assert.Equal(["1", "2", "3"], got.Select(message => new string([.. message.Where(char.IsAsciiDigit)])));
    }

    [Fact]
    public async Task Send_MessageOfTheHub_IsReadFromItsArgumentsOnlyWhileItIsSent()
    {
        DialectTestClient legacy = await Host.Hub.AddDialectAsync();
        await Host.Hub.Manager.AddToGroupAsync(legacy.ConnectionId, "news");
        NativeTestClient native = await Host.Hub.ConnectNativeAsync();
        await HistoryHost.SubscribeAsync(native, "news");
        var argument = new CountedArgument();
        await Publishing.Hub.Manager.SendGroupAsync("news", "Say", [argument]).Within("the send");
        Assert.Equal("""Say [{"text":"said"}]""", await native.ReadAsync());
        Assert.Contains("said", await legacy.ReadAsync(), StringComparison.Ordinal);
        Assert.Equal(1, argument.Reads);
    }

    [Fact]
    public async Task Cache_WithHistory_EventComesInTheAnswerOrLiveAndOnceWhenResumed()
    {
        NativeTestClient first = await Host.Hub.ConnectNativeAsync();
        JsonElement empty = await HistoryHost.SubscribeAsync(first, "cache-news");
        Assert.StartsWith("pusher:cache_miss ", await first.ReadAsync(), StringComparison.Ordinal);
        await Publishing.PublishAsync("cache-news", 1);
        Assert.Equal(HistoryHost.Tick("cache-news", 1, 1), await first.ReadAsync());

        NativeTestClient newcomer = await Host.Hub.ConnectNativeAsync();
        JsonElement answer = await HistoryHost.SubscribeAsync(newcomer, "cache-news");
        Assert.Equal((1, null), HistoryHost.Said(answer));
        Assert.Equal(1, answer.GetProperty("event").GetProperty("data").GetInt32());

        NativeTestClient back = await Host.Hub.ConnectNativeAsync();
        JsonElement resumed = await HistoryHost.SubscribeAsync(back, "cache-news", HistoryHost.From(empty, 0));
        Assert.Equal(JsonValueKind.Null, resumed.GetProperty("event").ValueKind);
        Assert.Equal(HistoryHost.Tick("cache-news", 1, 1), await back.ReadAsync());
        await Publishing.PublishAsync("cache-news", 2);
        Assert.Equal(HistoryHost.Tick("cache-news", 2, 2), await back.ReadAsync());
        Assert.Equal(HistoryHost.Tick("cache-news", 2, 2), await newcomer.ReadAsync());
    }

    private static string Unescaped(string words) => words.Replace("\\u00E9", "é", StringComparison.Ordinal);

    /// <summary>Counts how often it is serialised.</summary>
    private sealed class CountedArgument
    {
        private int _reads;

        [JsonIgnore]
        public int Reads => Volatile.Read(ref _reads);

        public string Text
        {
            get
            {
                Interlocked.Increment(ref _reads);
                return "said";
            }
        }
    }
}
