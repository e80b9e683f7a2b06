// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;

namespace Bridge.Redis.Tests.Connections;

/// <summary>What the counters of the farm say.</summary>
public sealed class RedisMetricsTests
{
    private static readonly byte[] Room = "room"u8.ToArray();
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Published_SignsOfLife_DoNotCount()
    {
        var time = new ManualTimeProvider();
        int signs = 0;
        await using var redis = new FakeRedis(command => Answer(command, () => Interlocked.Increment(ref signs)));
        await using var connection = new TestConnection(redis.Configuration + ",syncTimeout=70000", time: time);
        await connection.WaitUntilUpAsync(1);
        connection.Redis.Publish(Room, new TextPayload("1"));
        connection.Redis.Publish(Room, new TextPayload("2"));
        await connection.Redis.ExecuteAsync(RespCommand.Of("PING"), CancellationToken.None).Within("the answer");
        time.Advance(KeepAlive);
        await Eventually.EqualAsync(true, () => Volatile.Read(ref signs) > 0);
        Assert.Equal(2, connection.Metrics["published"]);
        Assert.Equal(2, connection.Metrics["connections"]);
    }

    [Fact]
    public async Task Dropped_MessageGreaterThanTheBuffer_CostsNoOther()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection receiver = await TestConnection.OpenAsync(server.Configuration);
        var received = new Received();
        await receiver.Redis.SubscribeAsync(Room, received).Within("the subscription");
        await using var proxy = new LateProxy(server.Port);
        await using var sender = new TestConnection(proxy.Configuration, options => options.OutageBufferBytes = 64 * 1024);
        await sender.Log.WaitForAsync("RedisDown", TestConnection.Links);
        sender.Redis.Publish(Room, new TextPayload("small"));
        sender.Redis.Publish(Room, new TextPayload(new string('x', 100_000)));
        Assert.Equal(1, sender.Metrics["buffer_dropped"]);

        proxy.Open();
        Assert.Equal("small", await received.NextTextAsync());
    }

    [Fact]
    public async Task Dropped_MessagesThatWereNotAnswered_Count()
    {
        int published = 0;
        await using var redis = new FakeRedis(command =>
        {
            published += command is ["PUBLISH", "room", ..] ? 1 : 0;
            return command[0] == "PUBLISH" ? string.Empty : Answer(command, () => { });
        });
        await using var connection = new TestConnection(redis.Configuration);
        await connection.WaitUntilUpAsync(1);
        for (int i = 0; i < 3; i++)
        {
            connection.Redis.Publish(Room, new TextPayload("text"));
        }

        await Eventually.EqualAsync(3, () => Volatile.Read(ref published));
        redis.Disconnect();
        await Eventually.EqualAsync(3, () => connection.Metrics["buffer_dropped"]);
    }

    private static string Answer(string[] command, Action onSign)
    {
        switch (command[0])
        {
            case "SUBSCRIBE":
                return string.Concat(command[1..].Select(channel => $">3\r\n+subscribe\r\n+{channel}\r\n:1\r\n"));
            case "PUBLISH":
                if (command[1] != "room")
                {
                    onSign();
                }

                return ":0\r\n";
            default:
                return "+PONG\r\n";
        }
    }
}
