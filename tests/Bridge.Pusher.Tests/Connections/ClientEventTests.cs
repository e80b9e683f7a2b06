// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Client events".</summary>
public sealed class ClientEventTests
{
    [Theory]
    [InlineData("private-a")]
    [InlineData("private-cache-a")]
    [InlineData("presence-a")]
    [InlineData("presence-cache-a")]
    public async Task Trigger_ChannelTakesThem_ReachesTheOthersAndNotTheSender(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, channel, 3);
        NativeClient native = await host.ConnectNativeAsync("client-a");
        await native.SubscribeAsync(channel, """{"user_id":"u2"}""");

        await clients[0].TriggerAsync("client-a", channel, new { on = true });

        string user = channel.StartsWith("presence-", StringComparison.Ordinal) ? ""","user_id":"u0" """.TrimEnd() : "";
        string expected = $$"""{"event":"client-a","channel":"{{channel}}","data":"{\"on\":true}"{{user}}}""";
        await clients[1].ExpectAsync(expected);
        await clients[2].ExpectAsync(expected);
        Assert.Equal("""{"on":true}""", (await native.NextAsync()).Data.GetRawText());
        await clients[0].ExpectNothingAsync();
    }

    [Fact]
    public async Task Trigger_UserIdIsForged_CarriesTheServersRecord()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, "presence-a", 2);

        await clients[0].SendAsync("""{"event":"client-a","channel":"presence-a","data":{"user_id":"root"},"user_id":"root"}""");

        await clients[1].ExpectAsync("""{"event":"client-a","channel":"presence-a","data":"{\"user_id\":\"root\"}","user_id":"u0"}""");
    }

    [Fact]
    public async Task Trigger_SenderIsSignedInOnAPrivateChannel_CarriesNoUserId()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);
        await clients[0].SignInAsync("""{"id":"u"}""");

        await clients[0].SendAsync("""{"event":"client-a","channel":"private-a","data":1,"user_id":"root"}""");

        await clients[1].ExpectAsync("""{"event":"client-a","channel":"private-a","data":"1"}""");
    }

    [Fact]
    public async Task Trigger_ByANativeClient_ReachesPusherClientsWithItsUser()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("presence-a", """{"user_id":"p"}""");
        NativeClient native = await host.ConnectNativeAsync("client-a");
        await native.SubscribeAsync("presence-a", """{"user_id":"n"}""");
        await client.NextAsync("pusher_internal:member_added");

        await native.Hub.InvokeCoreAsync("Trigger", typeof(object), ["presence-a", "client-a", "text"]).Await("the event");

        await client.ExpectAsync("""{"event":"client-a","channel":"presence-a","data":"text","user_id":"n"}""");
    }

    [Theory]
    [InlineData("""{"event":"client-a","data":{}}""")]
    [InlineData("""{"event":"client-a","channel":"private-a"}""")]
    [InlineData("""{"event":"client-a"}""")]
    [InlineData("""{"event":"client-a","channel":["private-a"],"data":{}}""")]
    [InlineData("""{"event":"client-a","channel":null,"data":{}}""")]
    public async Task Trigger_NoChannelOrData_IsRefused(string message)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);

        await clients[0].SendAsync(message);

        await ExpectRefusedAsync(clients, "Invalid client event (must contain channel and data)");
    }

    [Fact]
    public async Task Trigger_AppDoesNotAllowThem_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.ClientEvents = false);
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);

        await clients[0].TriggerAsync("client-a", "private-a", 1);

        await ExpectRefusedAsync(clients, "To send client events, you must enable this feature in the Settings page of your dashboard.");
    }

    [Theory]
    [InlineData("a")]
    [InlineData("cache-a")]
    [InlineData("private-encrypted-a")]
    [InlineData("private-encrypted-cache-a")]
    public async Task Trigger_ChannelTakesNone_IsRefused(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, channel, 2);

        await clients[0].TriggerAsync("client-a", channel, 1);

        await ExpectRefusedAsync(clients, "Client events are for private and presence channels that are not encrypted.");
    }

    [Fact]
    public async Task Trigger_NotSubscribed_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);
        await clients[0].UnsubscribeAsync("private-a");

        await clients[0].TriggerAsync("client-a", "private-a", 1);

        await ExpectRefusedAsync(clients, "Client events need a subscription to the channel.");
    }

    [Fact]
    public async Task Trigger_NameIsNoChannel_IsRefusedInPlainWords()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);

        await clients[0].TriggerAsync("client-a", "no channel", 1);

        await ExpectRefusedAsync(clients, "A channel's name is 1 to 200 characters of A-Za-z0-9_-=@,.;");
    }

    [Fact]
    public async Task Trigger_NameIsTooLong_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);

        await clients[0].TriggerAsync("client-" + new string('a', 194), "private-a", 1);

        await ExpectRefusedAsync(clients, "The name of an event has at most 200 characters.");
    }

    [Theory]
    [InlineData(10_240, true)]
    [InlineData(10_241, false)]
    public async Task Trigger_DataAtTheLimit_CountsBytesOfText(int bytes, bool passes)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);
        string text = new string('é', bytes / 2) + new string('a', bytes % 2);

        await clients[0].TriggerAsync("client-a", "private-a", text);

        if (passes)
        {
            Assert.Equal(text, (await clients[1].NextAsync("client-a")).Data());
        }
        else
        {
            await ExpectRefusedAsync(clients, "The data of an event has at most 10240 bytes.");
        }
    }

    [Fact]
    public async Task Trigger_MoreThanTheRate_IsRefusedUntilTheNextSecond()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.ClientEventsPerSecond = 2);
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);

        for (int i = 0; i < 3; i++)
        {
            await clients[0].TriggerAsync("client-a", "private-a", i);
        }

        await clients[0].ExpectErrorAsync(4301, "Client event rejected due to rate limit");
        await clients[0].ExpectNothingAsync();
        host.Time.Advance(TimeSpan.FromSeconds(1));
        await clients[0].TriggerAsync("client-a", "private-a", 3);

        Assert.Equal("0", (await clients[1].NextAsync("client-a")).Data());
        Assert.Equal("1", (await clients[1].NextAsync("client-a")).Data());
        Assert.Equal("3", (await clients[1].NextAsync("client-a")).Data());
    }

    [Fact]
    public async Task Trigger_RateOfAnotherConnection_IsNoConcern()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.ClientEventsPerSecond = 1);
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);

        await clients[0].TriggerAsync("client-a", "private-a", 1);
        await clients[1].NextAsync("client-a");
        await clients[1].TriggerAsync("client-b", "private-a", 1);

        await clients[0].NextAsync("client-b");
    }

    [Fact]
    public async Task Trigger_NoRateLimit_LosesNothing()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.ClientEventsPerSecond = 0);
        PusherClient[] clients = await JoinAsync(host, "private-a", 2);

        for (int i = 0; i < 2000; i++)
        {
            await clients[0].TriggerAsync("client-a", "private-a", i);
        }

        for (int i = 0; i < 2000; i++)
        {
            Assert.Equal(i.ToString(), (await clients[1].NextAsync("client-a")).Data());
        }
    }

    [Fact]
    public async Task Trigger_RightBehindTheSubscription_IsSent()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient[] clients = await JoinAsync(host, "private-a", 1);
        PusherClient sender = await host.ConnectAsync();

        await sender.SubscribeAsync("private-a");
        await sender.TriggerAsync("client-a", "private-a", 1);

        await clients[0].NextAsync("client-a");
        await sender.NextAsync("pusher_internal:subscription_succeeded");
        await sender.ExpectNothingAsync();
    }

    /// <summary>The sender is told why, nobody gets the event, and the connection stays.</summary>
    private static async Task ExpectRefusedAsync(PusherClient[] clients, string reason)
    {
        await clients[0].ExpectErrorAsync(null, reason);
        await clients[0].ExpectNothingAsync();
        await clients[1].ExpectNothingAsync();
    }

    /// <summary>Clients on the channel that have read what came with joining.</summary>
    private static async Task<PusherClient[]> JoinAsync(PusherHost host, string channel, int count)
    {
        var clients = new PusherClient[count];
        for (int i = 0; i < count; i++)
        {
            clients[i] = await host.ConnectAsync();
            await clients[i].JoinAsync(channel, $$"""{"user_id":"u{{i}}"}""");
            for (int other = 0; other < i && channel.StartsWith("presence-", StringComparison.Ordinal); other++)
            {
                await clients[other].NextAsync("pusher_internal:member_added");
            }

            if (channel.Contains("cache-", StringComparison.Ordinal))
            {
                await clients[i].NextAsync("pusher:cache_miss");
            }
        }

        return clients;
    }
}
