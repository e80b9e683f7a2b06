// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.Connections;

/// <summary>Redis goes away and comes back.</summary>
public sealed class OutageTests
{
    private static readonly byte[] Room = "room"u8.ToArray();

    [Fact]
    public async Task Restart_MessagesPublishedMeanwhile_ArriveInOrderBeforeLaterOnes()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection sender = await TestConnection.OpenAsync(server.Configuration);
        await using TestConnection receiver = await TestConnection.OpenAsync(server.Configuration);
        var received = new Received();
        await receiver.Redis.SubscribeAsync(Room, received).Within("the subscription");

        await server.KillAsync();
        await sender.Log.WaitForAsync("RedisDown", TestConnection.Links);
        await receiver.Log.WaitForAsync("RedisDown", TestConnection.Links);
        Assert.Contains("refused", await FailureOf(sender), StringComparison.OrdinalIgnoreCase);
        await Assert.ThrowsAsync<RedisUnavailableException>(() => sender.Redis.ExecuteAsync(RespCommand.Of("PING"), CancellationToken.None));

        // The receiver's subscription and the sender's messages race on the return of Redis: a queue of a server that is
        // there only when both are is what shows the order.
        var late = new Received();
        Task lateActive = receiver.Redis.SubscribeAsync("late"u8.ToArray(), late);
        Assert.True(lateActive.IsCompleted);

        await server.StartAsync();
        await receiver.WaitUntilUpAsync(2);
        await sender.WaitUntilUpAsync(2);
        await receiver.Redis.SubscribeAsync("barrier"u8.ToArray(), late).Within("the subscription");
        for (int i = 0; i < 100; i++)
        {
            sender.Redis.Publish(Room, new TextPayload(i.ToString(CultureInfo.InvariantCulture)));
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), await received.NextTextAsync());
        }

        Assert.Null(sender.Redis.Failure);
    }

    [Fact]
    public async Task Publish_WhileTheCommandLinkIsAway_WaitsAndComesFirst()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection receiver = await TestConnection.OpenAsync(server.Configuration);
        var received = new Received();
        await receiver.Redis.SubscribeAsync(Room, received).Within("the subscription");

        // Nobody listens where the sender connects to until the proxy opens.
        await using var proxy = new LateProxy(server.Port);
        await using var sender = new TestConnection(proxy.Configuration);
        await sender.Log.WaitForAsync("RedisDown", TestConnection.Links);
        sender.Redis.Publish(Room, new TextPayload("first"));
        sender.Redis.Publish(Room, new TextPayload("second"));
        proxy.Open();
        Assert.Equal("first", await received.NextTextAsync());
        sender.Redis.Publish(Room, new TextPayload("third"));
        Assert.Equal("second", await received.NextTextAsync());
        Assert.Equal("third", await received.NextTextAsync());
    }

    [Fact]
    public async Task Publish_MoreThanTheBufferHolds_KeepsTheNewest()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection receiver = await TestConnection.OpenAsync(server.Configuration);
        var received = new Received();
        await receiver.Redis.SubscribeAsync(Room, received).Within("the subscription");
        await using var proxy = new LateProxy(server.Port);
        await using var sender = new TestConnection(proxy.Configuration, options => options.OutageBufferBytes = 64 * 1024);
        await sender.Log.WaitForAsync("RedisDown", TestConnection.Links);
        string filler = new('x', 1_000);
        for (int i = 0; i < 1_000; i++)
        {
            sender.Redis.Publish(Room, new TextPayload($"{i}|{filler}"));
        }

        proxy.Open();
        int number = int.Parse((await received.NextTextAsync()).Split('|')[0], CultureInfo.InvariantCulture);
        Assert.InRange(number, 930, 990);
        while (number < 999)
        {
            Assert.Equal($"{++number}|{filler}", await received.NextTextAsync());
        }
    }

    [Fact]
    public async Task Subscribe_WhileRedisIsAway_IsToldWhenItBecomesActive()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using var proxy = new LateProxy(server.Port);
        await using var connection = new TestConnection(proxy.Configuration);
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        var received = new Received();
        Task subscribed = connection.Redis.SubscribeAsync(Room, received);
        Assert.True(subscribed.IsCompleted);

        proxy.Open();
        await received.Resubscribed;
    }

    [Fact]
    public async Task ClientKill_InTheMiddleOfMessages_GoesOnWithoutDoublesAndInOrder()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection admin = await TestConnection.OpenAsync(server.Configuration);
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        var received = new Received();
        await connection.Redis.SubscribeAsync(Room, received).Within("the subscription");
        for (int i = 0; i < 2_500; i++)
        {
            admin.Redis.Publish(Room, new TextPayload(i.ToString(CultureInfo.InvariantCulture)));
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), await received.NextTextAsync());
        }

        for (int i = 2_500; i < 5_000; i++)
        {
            admin.Redis.Publish(Room, new TextPayload(i.ToString(CultureInfo.InvariantCulture)));
            if (i == 3_500)
            {
                await admin.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "KILL", "TYPE", "pubsub"), CancellationToken.None);
            }
        }

        await connection.Log.WaitForAsync("RedisUp", TestConnection.Links + 1);
        await connection.Redis.SubscribeAsync("barrier"u8.ToArray(), received).Within("the subscription");
        admin.Redis.Publish(Room, new TextPayload("last"));
        int before = 2_499;
        for (string text = await received.NextTextAsync(); text != "last"; text = await received.NextTextAsync())
        {
            int number = int.Parse(text, CultureInfo.InvariantCulture);
            Assert.True(number > before, $"{number} came after {before}.");
            before = number;
        }
    }

    [Fact]
    public async Task Hang_NoAnswerInTime_IsTakenForAnOutage()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration + ",syncTimeout=200");
        await connection.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "PAUSE", "3000", "ALL"), CancellationToken.None);
        Task<RespValue> stuck = connection.Redis.ExecuteAsync(RespCommand.Of("PING"), CancellationToken.None);
        await Assert.ThrowsAsync<RedisUnavailableException>(() => stuck.Within("the answer to be given up"));
        await connection.Log.WaitForAsync("RedisUp", TestConnection.Links + 1);
    }

    private static async Task<string> FailureOf(TestConnection connection)
    {
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links + 1);
        return connection.Redis.Failure ?? connection.Log.Text;
    }
}
