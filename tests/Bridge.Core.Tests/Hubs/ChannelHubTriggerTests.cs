// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Core.Tests.Hubs;

public sealed class ChannelHubTriggerTests
{
    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public async Task Trigger_PrivateChannel_ReachesTheOthersWithTheSameData(HubJsonKind json)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(json);
        (ChannelHubClient sender, ChannelHubClient other) = await PairAsync(server, "private-room");
        await sender.TriggerAsync("private-room", "client-news", new Dictionary<string, object?> { ["MyKey"] = new object?[] { 1, "é", null } });
        await sender.TriggerAsync("private-room", "client-news", "12");
        await sender.TriggerAsync("private-room", "client-news", null);
        await sender.TriggerAsync("private-room", "client-news", 1.5);
        Assert.Equal("""client-news {"MyKey":[1,"é",null]} {"channel":"private-room"}""", Relaxed(await other.ReadAsync()));
        Assert.Equal("""client-news "12" {"channel":"private-room"}""", await other.ReadAsync());
        Assert.Equal("""client-news null {"channel":"private-room"}""", await other.ReadAsync());
        Assert.Equal("""client-news 1.5 {"channel":"private-room"}""", await other.ReadAsync());
        await sender.AssertNothingMoreAsync(server.Manager);
    }

    [Fact]
    public async Task Trigger_PresenceChannel_TellsWhoSentIt()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient ann = await server.ConnectAsync();
        ChannelHubClient bob = await server.ConnectAsync();
        await bob.SubscribeAuthorizedAsync("presence-room", "bob");
        await ann.SubscribeAuthorizedAsync("presence-room", "ann");
        await bob.ReadAsync();
        await ann.TriggerAsync("presence-room", "client-news", 1);
        Assert.Equal("""client-news 1 {"channel":"presence-room","userId":"ann"}""", await bob.ReadAsync());
    }

    [Fact]
    public async Task Trigger_CacheChannel_IsNotKept()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        (ChannelHubClient sender, ChannelHubClient other) = await PairAsync(server, "private-cache-room");
        Assert.StartsWith("pusher:cache_miss", await other.ReadAsync(), StringComparison.Ordinal);
        await sender.TriggerAsync("private-cache-room", "client-news", 1);
        Assert.StartsWith("client-news 1", await other.ReadAsync(), StringComparison.Ordinal);
        ChannelHubClient late = await server.ConnectAsync();
        await late.SubscribeAuthorizedAsync("private-cache-room");
        Assert.StartsWith("pusher:cache_miss", await late.ReadAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private-room", "news", "The name of a client event starts with 'client-'.")]
    [InlineData("private-room", "Client-news", "The name of a client event starts with 'client-'.")]
    [InlineData("private-room", null, "The name of a client event starts with 'client-'.")]
    [InlineData("room", "client-news", "Client events are for private and presence channels")]
    [InlineData("cache-room", "client-news", "Client events are for private and presence channels")]
    [InlineData("private-encrypted-room", "client-news", "Client events are for private and presence channels")]
    [InlineData("private-hall", "client-news", "Client events need a subscription to the channel.")]
    [InlineData("presence-hall", "client-news", "Client events need a subscription to the channel.")]
    public async Task Trigger_BreaksARule_SaysWhich(string channel, string? name, string reason)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        (ChannelHubClient sender, ChannelHubClient other) = await PairAsync(server, "private-room");
        await ChannelHubClient.AssertRefusedAsync(reason, sender.TriggerAsync(channel, name, 1));
        await other.AssertNothingMoreAsync(server.Manager);
    }

    [Fact]
    public async Task Trigger_SwitchedOff_SaysSo()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText, new ChannelSettings { ClientEvents = false });
        (ChannelHubClient sender, _) = await PairAsync(server, "private-room");
        await ChannelHubClient.AssertRefusedAsync(
            "Client events are not enabled for this app.", sender.TriggerAsync("private-room", "client-news", 1));
    }

    [Fact]
    public async Task Trigger_NameOrDataAtTheLimitAndOneMore_OnlyTheFirstIsTaken()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(
            HubJsonKind.SystemText, new ChannelSettings { MaxEventBytes = 100, MaxEventNameLength = "client-news".Length });
        (ChannelHubClient sender, ChannelHubClient other) = await PairAsync(server, "private-room");
        await sender.TriggerAsync("private-room", "client-news", new string('x', 100));
        Assert.StartsWith("client-news \"xxx", await other.ReadAsync(), StringComparison.Ordinal);
        await ChannelHubClient.AssertRefusedAsync("at most 100 bytes", sender.TriggerAsync("private-room", "client-news", new string('x', 101)));
        await ChannelHubClient.AssertRefusedAsync("at most 11 characters", sender.TriggerAsync("private-room", "client-news2", 1));
        await other.AssertNothingMoreAsync(server.Manager);
    }

    [Fact]
    public async Task Trigger_MoreThanTheRate_IsDroppedAndTakenAgainAfterASecond()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText, new ChannelSettings { ClientEventsPerSecond = 3 });
        (ChannelHubClient sender, ChannelHubClient other) = await PairAsync(server, "private-room");
        for (int i = 0; i < 3; i++)
        {
            await sender.TriggerAsync("private-room", "client-news", i);
        }

        await ChannelHubClient.AssertRefusedAsync(
            "More than 3 client events in a second", sender.TriggerAsync("private-room", "client-news", "dropped"));
        await other.TriggerAsync("private-room", "client-news", "of another connection");
        server.Time.Advance(TimeSpan.FromSeconds(1));
        await sender.TriggerAsync("private-room", "client-news", 3);
        for (int i = 0; i < 4; i++)
        {
            Assert.StartsWith($"client-news {i} ", await other.ReadAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Trigger_NoRateLimit_TakesAll()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText, new ChannelSettings { ClientEventsPerSecond = 0 });
        (ChannelHubClient sender, ChannelHubClient other) = await PairAsync(server, "private-room");
        for (int i = 0; i < 50; i++)
        {
            await sender.TriggerAsync("private-room", "client-news", i);
            Assert.StartsWith($"client-news {i} ", await other.ReadAsync(), StringComparison.Ordinal);
        }
    }

    private static async Task<(ChannelHubClient Sender, ChannelHubClient Other)> PairAsync(ChannelHubServer server, string channel)
    {
        ChannelHubClient sender = await server.ConnectAsync();
        ChannelHubClient other = await server.ConnectAsync();
        await sender.SubscribeAuthorizedAsync(channel);
        await other.SubscribeAuthorizedAsync(channel);
        if (channel.Contains("cache", StringComparison.Ordinal))
        {
            await sender.ReadAsync();
        }

        return (sender, other);
    }

    // The client's own serializer may escape what it sends.
    private static string Relaxed(string words) => words.Replace("\\u00E9", "é", StringComparison.OrdinalIgnoreCase);
}
