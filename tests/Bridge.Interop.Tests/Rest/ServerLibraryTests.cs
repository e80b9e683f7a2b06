// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Rest;

/// <summary>Pusher's server library for Node.js: every call that it has.</summary>
public abstract class ServerLibraryTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task TriggerBatch_SeveralEvents_ArriveInTheirOrder(ClientKind kind)
    {
        string channel = NewChannel();
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        RestAnswer answer = await Rest.TriggerBatchAsync(
            new { name = TestEvents.Message, channel, data = Payload.Json, info = "subscription_count" },
            new { name = TestEvents.Fence, channel, data = "x" });

        Assert.Equal(new RestAnswer(200, """{"batch":[{"subscription_count":1},{}]}"""), answer);
        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
        Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
    }

    [Fact]
    public async Task TriggerBatch_ElevenEvents_IsRefusedInPushersWords()
    {
        object[] events = [.. Enumerable.Repeat<object>(new { name = "e", channel = "c", data = "" }, 11)];

        Assert.Equal(new RestAnswer(400, "Batch too large (11 > 10)\n"), await Rest.TriggerBatchAsync(events));
    }

    [Fact]
    public async Task Get_ClientsOfBothKindsOnAChannel_TellsWhoIsThere()
    {
        string channel = NewChannel("presence-");
        foreach (ClientKind kind in (ClientKind[])[ClientKind.PusherJs, ClientKind.SignalRJs, ClientKind.SignalRDotNet])
        {
            TestUser user = kind == ClientKind.PusherJs ? TestUser.Ann : TestUser.Bob;
            await (await ConnectAsync(kind)).SubscribeAsync(channel, user);
        }

        Assert.Equal(
            new RestAnswer(200, "{\"channels\":{\"" + channel + "\":{\"user_count\":2}}}"),
            await Rest.GetAsync("/channels", new { filter_by_prefix = channel, info = "user_count" }));
        Assert.Equal(
            new RestAnswer(200, """{"occupied":true,"user_count":2,"subscription_count":3}"""),
            await Rest.GetAsync($"/channels/{channel}", new { info = "user_count,subscription_count" }));
        Assert.Equal(
            new RestAnswer(200, """{"users":[{"id":"ann"},{"id":"bob"}]}"""), await Rest.GetAsync($"/channels/{channel}/users"));
    }

    [Fact]
    public async Task Get_CacheChannel_TellsTheLastEvent()
    {
        string channel = NewChannel("cache-");
        await Rest.TriggerAsync(channel, TestEvents.Message, new { a = 1 });

        JsonElement answer = JsonElement.Parse((await Rest.GetAsync($"/channels/{channel}", new { info = "cache" })).Body);

        Assert.False(answer.GetProperty("occupied").GetBoolean());
        Assert.Equal("""{"a":1}""", answer.GetProperty("cache").GetProperty("data").GetString());
        Assert.InRange(answer.GetProperty("cache").GetProperty("ttl").GetInt32(), 1, 1800);
    }

    [Fact]
    public async Task Get_QuestionThatMakesNoSense_IsRefusedInPushersWords()
    {
        Assert.Equal(
            new RestAnswer(400, "Users can only be retrieved for presence channels\n"), await Rest.GetAsync("/channels/room/users"));
        Assert.Equal(404, (await Rest.GetAsync("/unknown")).Status);
    }

    [Theory]
    [MemberData(nameof(ClientKinds.WithUsers), MemberType = typeof(ClientKinds))]
    public async Task TerminateUserConnections_UserIdOfAnyText_EndsTheConnectionsOfThatUserOnly(ClientKind kind)
    {
        string channel = NewChannel("presence-");
        var user = new TestUser($"Mr Pusher @{Guid.NewGuid():N}", "Mr Pusher");
        ITestClient witness = await ConnectAsync(ClientKind.PusherJs);
        await witness.SubscribeAsync(channel, TestUser.Ann);
        ITestClient client = await ConnectAsync(kind);
        await client.SignInAsync(user);
        await client.SubscribeAsync(channel);
        Assert.Equal(TestEvents.MemberAdded, (await witness.NextAsync(channel)).Name);

        Assert.Equal(new RestAnswer(200, "{}"), await Rest.TerminateAsync(user.Id));

        Assert.Equal(TestEvents.MemberRemoved, (await witness.NextAsync(channel)).Name);
        if (client is PusherTestClient pusher)
        {
            await pusher.WaitForStateAsync("disconnected");
        }

        Assert.Equal("""{"users":[{"id":"ann"}]}""", (await Rest.GetAsync($"/channels/{channel}/users")).Body);
    }

    [Fact]
    public async Task Authorize_SignaturesOfTheLibrary_AreTaken()
    {
        RawSocket socket = await OpenSocketAsync();
        JsonElement greeting = JsonElement.Parse(await socket.NextAsync());
        string socketId = JsonElement.Parse(greeting.GetProperty("data").GetString()!).GetProperty("socket_id").GetString()!;
        string channel = NewChannel("presence-");
        JsonElement channelAuth = await Rest.AuthorizeChannelAsync(
            socketId, channel, new { user_id = "Mr X @1", user_info = new { name = "Größe" } });
        JsonElement userAuth = await Rest.AuthenticateUserAsync(socketId, new { id = "Mr X @1" });

        string signedIn = await socket.AskAsync(JsonSerializer.Serialize(new { @event = "pusher:signin", data = userAuth }));
        string subscribed = await socket.AskAsync(JsonSerializer.Serialize(new
        {
            @event = "pusher:subscribe",
            data = new
            {
                channel,
                auth = channelAuth.GetProperty("auth").GetString(),
                channel_data = channelAuth.GetProperty("channel_data").GetString(),
            },
        }));

        Assert.Equal("pusher:signin_success", JsonElement.Parse(signedIn).GetProperty("event").GetString());
        Assert.Equal("pusher_internal:subscription_succeeded", JsonElement.Parse(subscribed).GetProperty("event").GetString());
    }

    [Fact]
    public async Task Post_RetriedWithAnIdempotencyKey_IsDeliveredOnce()
    {
        string channel = NewChannel();
        ITestClient client = await ConnectAsync(ClientKind.PusherJs);
        await client.SubscribeAsync(channel);
        var retried = new { name = TestEvents.Message, channels = new[] { channel }, data = "1", idempotency_key = Guid.NewGuid().ToString() };

        Assert.Equal(new RestAnswer(200, "{}"), await Rest.PostAsync("/events", retried));
        Assert.Equal(new RestAnswer(200, "{}"), await Rest.PostAsync("/events", retried));
        await Rest.TriggerAsync(channel, TestEvents.Fence, "x");

        Assert.Equal(TestEvents.Message, (await client.NextAsync(channel)).Name);
        Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
    }

    [Theory]
    [InlineData(TestApp.Key, "another-secret", "Invalid signature: ")]
    [InlineData("another-key", TestApp.Secret, "Unknown auth_key for app 1001: another-key")]
    public async Task Trigger_WrongCredentials_IsRefusedWithoutNamingTheRightOnes(string key, string secret, string error)
    {
        RestClient stranger = await CreateRestAsync(new { appId = TestApp.Id, key, secret });

        RestAnswer answer = await stranger.TriggerAsync("room", "e", "x");

        Assert.Equal(401, answer.Status);
        Assert.StartsWith(error, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(TestApp.Secret, answer.Body, StringComparison.Ordinal);
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : ServerLibraryTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : ServerLibraryTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : ServerLibraryTests(host, output);
}
