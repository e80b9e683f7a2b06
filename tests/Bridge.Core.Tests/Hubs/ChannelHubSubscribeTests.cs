// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Channels;

namespace Bridge.Core.Tests.Hubs;

public sealed class ChannelHubSubscribeTests
{
    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public async Task Subscribe_Public_AnswersTheChannelAndEventsArrive(HubJsonKind json)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(json);
        ChannelHubClient client = await server.ConnectAsync();
        JsonElement answer = await client.SubscribeAsync("room", request: null);
        Assert.Equal("room", answer.GetProperty("channel").GetString());
        AssertIsNull(answer, "members", "count", "event");

        await server.PublishAsync("room", "news", EventData.FromText("""{"MyKey":[1,"é",null]}"""));
        Assert.Equal("""news {"MyKey":[1,"é",null]} {"channel":"room"}""", await client.ReadAsync());
        await server.PublishAsync("room", "news", EventData.FromText("plain words"));
        Assert.Equal("""news "plain words" {"channel":"room"}""", await client.ReadAsync());
        await server.PublishAsync("hall", "news", EventData.EmptyObject);
        await client.AssertNothingMoreAsync(server.Manager);
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public async Task Subscribe_WithoutARequest_IsASubscription(HubJsonKind json)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(json);
        ChannelHubClient client = await server.ConnectAsync();
        JsonElement answer = await client.SubscribeToAsync("room");
        Assert.Equal("room", answer.GetProperty("channel").GetString());
        await server.PublishAsync("room", "news", EventData.EmptyObject);
        Assert.Equal("""news {} {"channel":"room"}""", await client.ReadAsync());
        await Assert.ThrowsAsync<Microsoft.AspNetCore.SignalR.HubException>(() => client.SubscribeToAsync(new { }));
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public async Task Subscribe_Presence_AnswersTheMembersAndTheOthersHearOfIt(HubJsonKind json)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(json);
        ChannelHubClient ann = await server.ConnectAsync();
        ChannelHubClient bob = await server.ConnectAsync();
        await ann.SubscribeAuthorizedAsync("presence-room", """ann {"Full":"Ann A."}""");
        JsonElement answer = await bob.SubscribeAuthorizedAsync("presence-room", "bob");

        Assert.Equal(2, answer.GetProperty("count").GetInt32());
        JsonElement[] members = [.. answer.GetProperty("members").EnumerateArray()];
        Assert.Equal(["ann", "bob"], members.Select(member => member.GetProperty("userId").GetString()));
        Assert.Equal("""{"Full":"Ann A."}""", members[0].GetProperty("userInfo").GetRawText());
        AssertIsNull(members[1], "userInfo");

        Assert.Equal("""pusher:member_added {"user_id":"bob"} {"channel":"presence-room"}""", await ann.ReadAsync());
        await ann.UnsubscribeAsync("presence-room");
        Assert.Equal("""pusher:member_removed {"user_id":"ann"} {"channel":"presence-room"}""", await bob.ReadAsync());
        await ann.SubscribeAuthorizedAsync("presence-room", """ann {"Full":"Ann A."}""");
        Assert.Equal(
            """pusher:member_added {"user_id":"ann","user_info":{"Full":"Ann A."}} {"channel":"presence-room"}""", await bob.ReadAsync());
        await bob.AssertNothingMoreAsync(server.Manager);
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public async Task Subscribe_Cache_AnswersTheLastEventOrTellsThatThereIsNone(HubJsonKind json)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(json);
        ChannelHubClient early = await server.ConnectAsync();
        AssertIsNull(await early.SubscribeAsync("cache-room"), "event");
        Assert.Equal("""pusher:cache_miss {} {"channel":"cache-room"}""", await early.ReadAsync());
        await server.PublishAsync("cache-room", "news", EventData.FromText("""{"MyKey":1}"""));
        Assert.Equal("""news {"MyKey":1} {"channel":"cache-room"}""", await early.ReadAsync());

        ChannelHubClient late = await server.ConnectAsync();
        JsonElement last = (await late.SubscribeAsync("cache-room")).GetProperty("event");
        Assert.Equal("news", last.GetProperty("name").GetString());
        Assert.Equal("""{"MyKey":1}""", last.GetProperty("data").GetRawText());
        await late.AssertNothingMoreAsync(server.Manager);
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public async Task Subscribe_LastEventIsNestedVeryDeep_IsAnsweredAsText(HubJsonKind json)
    {
        string deep = new string('[', 64) + new string(']', 64);
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(json);
        ChannelHubClient early = await server.ConnectAsync();
        await early.SubscribeAsync("cache-room");
        await early.ReadAsync();
        await server.PublishAsync("cache-room", "news", EventData.FromText(deep));
        Assert.Equal($$"""news "{{deep}}" {"channel":"cache-room"}""", await early.ReadAsync());

        ChannelHubClient late = await server.ConnectAsync();
        JsonElement last = (await late.SubscribeAsync("cache-room")).GetProperty("event");
        Assert.Equal(deep, last.GetProperty("data").GetString());
    }

    [Theory]
    [InlineData(HubJsonKind.SystemText)]
    [InlineData(HubJsonKind.Newtonsoft)]
    public async Task Subscribe_CountsSwitchedOn_AnswersAndAnnouncesThem(HubJsonKind json)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(json, new ChannelSettings { SubscriptionCounts = true });
        ChannelHubClient first = await server.ConnectAsync();
        ChannelHubClient second = await server.ConnectAsync();
        Assert.Equal(1, (await first.SubscribeAsync("room")).GetProperty("count").GetInt32());
        Assert.Equal("""pusher:subscription_count {"subscription_count":1} {"channel":"room"}""", await first.ReadAsync());
        Assert.Equal(2, (await second.SubscribeAsync("room")).GetProperty("count").GetInt32());
        Assert.Equal("""pusher:subscription_count {"subscription_count":2} {"channel":"room"}""", await first.ReadAsync());
        await second.UnsubscribeAsync("room");
        Assert.Equal("""pusher:subscription_count {"subscription_count":1} {"channel":"room"}""", await first.ReadAsync());
    }

    [Fact]
    public async Task Subscribe_GroupWithAPrefix_EventsNameTheChannelWithoutIt()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient client = await server.ConnectAsync();
        Assert.Equal("app:room", (await client.SubscribeAsync("app:room")).GetProperty("channel").GetString());
        await server.PublishAsync("app:room", "news", EventData.EmptyObject);
        Assert.Equal("""news {} {"channel":"room"}""", await client.ReadAsync());
    }

    [Fact]
    public async Task Subscribe_PrivateWithAMemberInTheGrant_IsNotPresence()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient client = await server.ConnectAsync();
        AssertIsNull(await client.SubscribeAuthorizedAsync("private-room", "ann"), "members");
        await server.PublishAsync("private-room", "news", EventData.EmptyObject);
        Assert.Equal("""news {} {"channel":"private-room"}""", await client.ReadAsync());
    }

    [Theory]
    [InlineData("private-room")]
    [InlineData("private-encrypted-room")]
    [InlineData("presence-room")]
    [InlineData("presence-cache-room")]
    [InlineData("#server-to-user-ann")]
    public async Task Subscribe_NotAuthorised_SaysWhy(string channel)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient client = await server.ConnectAsync();
        const string Reason = "The signature is not that of this connection.";
        await ChannelHubClient.AssertRefusedAsync(Reason, client.SubscribeAsync(channel, request: null));
        await ChannelHubClient.AssertRefusedAsync(Reason, client.SubscribeAsync(channel, new { auth = "ok:1.1", channelData = "ann" }));
        await server.PublishAsync(channel, "news", EventData.EmptyObject);
        await client.AssertNothingMoreAsync(server.Manager);
    }

    [Theory]
    [InlineData(null, "No app's channels have this name.")]
    [InlineData("nobody:room", "No app's channels have this name.")]
    [InlineData("", "A channel's name is 1 to 200 characters")]
    [InlineData("app:", "A channel's name is 1 to 200 characters")]
    [InlineData("a room", "A channel's name is 1 to 200 characters")]
    [InlineData("rööm", "A channel's name is 1 to 200 characters")]
    [InlineData("#server-to-user-", "A channel's name is 1 to 200 characters")]
    public async Task Subscribe_NoNameOfAChannel_SaysWhy(string? channel, string reason)
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient client = await server.ConnectAsync();
        await ChannelHubClient.AssertRefusedAsync(reason, client.SubscribeAsync(channel));
        await ChannelHubClient.AssertRefusedAsync(reason, client.TriggerAsync(channel, "client-news", 1));
    }

    [Fact]
    public async Task Subscribe_NameOfTheGreatestLengthAndOneMore_OnlyTheFirstIsTaken()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient client = await server.ConnectAsync();
        await client.SubscribeAsync(new string('r', 200));
        await ChannelHubClient.AssertRefusedAsync("1 to 200 characters", client.SubscribeAsync(new string('r', 201)));
    }

    [Fact]
    public async Task Subscribe_PresenceChannelIsFull_SaysSoAndTakesFurtherConnectionsOfAMember()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText, new ChannelSettings { MaxPresenceMembers = 1 });
        await (await server.ConnectAsync()).SubscribeAuthorizedAsync("presence-room", "ann");
        ChannelHubClient bob = await server.ConnectAsync();
        await ChannelHubClient.AssertRefusedAsync("The channel is full.", bob.SubscribeAuthorizedAsync("presence-room", "bob"));
        await bob.SubscribeAuthorizedAsync("presence-room", "ann");
    }

    [Fact]
    public async Task Unsubscribe_Always_EndsTheEventsAndIsHarmlessWithoutASubscription()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient client = await server.ConnectAsync();
        await client.SubscribeAsync("room");
        await client.UnsubscribeAsync("room");
        await client.UnsubscribeAsync("room");
        await client.UnsubscribeAsync("hall");
        await client.UnsubscribeAsync(null);
        await server.PublishAsync("room", "news", EventData.EmptyObject);
        await client.AssertNothingMoreAsync(server.Manager);
    }

    [Fact]
    public async Task GetSocketId_Always_HasThePusherFormAndExcludesItsConnection()
    {
        await using ChannelHubServer server = await ChannelHubServer.StartAsync(HubJsonKind.SystemText);
        ChannelHubClient one = await server.ConnectAsync();
        ChannelHubClient other = await server.ConnectAsync();
        await one.SubscribeAsync("room");
        await other.SubscribeAsync("room");
        string socketId = await one.SocketIdAsync();
        Assert.Matches(@"^\d{1,10}\.\d{1,10}$", socketId);
        Assert.Equal(socketId, await one.SocketIdAsync());
        Assert.NotEqual(socketId, await other.SocketIdAsync());

        await server.PublishAsync("room", "news", EventData.EmptyObject, exceptSocketId: socketId);
        Assert.Equal("""news {} {"channel":"room"}""", await other.ReadAsync());
        await one.AssertNothingMoreAsync(server.Manager);
    }

    private static void AssertIsNull(JsonElement value, params string[] names) => Assert.All(
        names, name => Assert.True(!value.TryGetProperty(name, out JsonElement member) || member.ValueKind == JsonValueKind.Null));
}
