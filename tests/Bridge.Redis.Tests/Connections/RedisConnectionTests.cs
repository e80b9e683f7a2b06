// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.Connections;

/// <summary>The client against a real Redis.</summary>
public sealed class RedisConnectionTests
{
    private static readonly byte[] Room = "room"u8.ToArray();

    [Theory]
    [InlineData("")]
    [InlineData(",protocol=resp2")]
    public async Task Publish_ManyMessages_ArriveOnceAndInOrder(string options)
    {
        const int count = 20_000;
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection sender = await TestConnection.OpenAsync(server.Configuration + options);
        await using TestConnection receiver = await TestConnection.OpenAsync(server.Configuration + options);
        var received = new Received();
        await receiver.Redis.SubscribeAsync(Room, received).Within("the subscription");

        for (int i = 0; i < count; i++)
        {
            sender.Redis.Publish(Room, new TextPayload($"{i}"));
        }

        for (int i = 0; i < count; i++)
        {
            Assert.Equal($"{i}", await received.NextTextAsync());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000_000)]
    public async Task Publish_AnySize_ArrivesAsItIs(int size)
    {
        byte[] message = new byte[size];
        new Random(size).NextBytes(message);
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        var received = new Received();
        await connection.Redis.SubscribeAsync(Room, received).Within("the subscription");
        connection.Redis.Publish(Room, new TextPayload(message));
        Assert.Equal(message, await received.NextAsync());
    }

    [Fact]
    public async Task Execute_ManyAtOnce_EachGetsItsOwnAnswer()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        RespValue[] answers = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(
            i => connection.Redis.ExecuteAsync(RespCommand.Of("ECHO", $"{i}"), CancellationToken.None))).Within("the answers");
        Assert.Equal(Enumerable.Range(0, 2_000).Select(i => $"{i}"), answers.Select(answer => answer.ToString()));
    }

    [Fact]
    public async Task Execute_MoreThanTheBufferHolds_WaitsForRoom()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(
            server.Configuration, options => options.OutageBufferBytes = 64 * 1024);
        string text = new('x', 20_000);
        RespValue[] answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(
            i => connection.Redis.ExecuteAsync(RespCommand.Of("ECHO", text), CancellationToken.None))).Within("the answers");
        Assert.All(answers, answer => Assert.Equal(text, answer.ToString()));
        await Assert.ThrowsAsync<RedisUnavailableException>(
            () => connection.Redis.ExecuteAsync(RespCommand.Of("ECHO", new string('x', 70_000)), CancellationToken.None));
    }

    [Fact]
    public async Task Execute_Refused_ThrowsWhatRedisSaid()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        await connection.Redis.ExecuteAsync(RespCommand.Of("SET", "key", "text"), CancellationToken.None);
        RedisServerException refusal = await Assert.ThrowsAsync<RedisServerException>(
            () => connection.Redis.ExecuteAsync(RespCommand.Of("HGET", "key", "field"), CancellationToken.None));
        Assert.Equal("WRONGTYPE", refusal.Code);
        Assert.Equal("PONG", (await connection.Redis.ExecuteAsync(RespCommand.Of("PING"), CancellationToken.None)).ToString());
    }

    [Fact]
    public async Task Execute_RedisIsFull_SaysSo()
    {
        await using RedisServer server = await RedisServer.StartAsync("--maxmemory", "1", "--maxmemory-policy", "noeviction");
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        RedisServerException refusal = await Assert.ThrowsAsync<RedisServerException>(
            () => connection.Redis.ExecuteAsync(RespCommand.Of("SET", "key", "text"), CancellationToken.None));
        Assert.Equal("OOM", refusal.Code);
        Assert.Contains("Redis is full", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_Denied_IsToldOnceAndDegradesTheHealth()
    {
        await using RedisServer server = await RedisServer.StartAsync("--user", "mute", "on", ">pass", "~*", "&*", "+@all", "-publish");
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration + ",user=mute,password=pass");
        for (int i = 0; i < 5; i++)
        {
            connection.Redis.Publish(Room, new TextPayload($"{i}"));
        }

        await connection.Redis.ExecuteAsync(RespCommand.Of("PING"), CancellationToken.None).Within("the answer behind the refusals");
        Assert.Equal(1, connection.Log.Count("PublishRefused"));
        Assert.Equal(5, connection.Metrics["publish_failures"]);
        Assert.StartsWith("publishing: ", connection.Health.Failure, StringComparison.Ordinal);
        Assert.Null(connection.Redis.Failure);
    }

    [Fact]
    public async Task Evaluate_AfterScriptFlush_LoadsTheScriptAgain()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        var script = new RedisScript("return {KEYS[1], ARGV[1], ARGV[2]}");
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                RespValue answer = await connection.Redis.EvaluateAsync(
                    script, ["key"u8.ToArray()], ["a"u8.ToArray(), "b"u8.ToArray()], CancellationToken.None).Within("the script");
                Assert.Equal(["key", "a", "b"], answer.Items.Select(item => item.ToString()));
            }

            await connection.Redis.ExecuteAsync(RespCommand.Of("SCRIPT", "FLUSH"), CancellationToken.None);
        }
    }

    [Fact]
    public async Task Subscribe_TenThousandAtOnce_AreAllActive()
    {
        const int count = 10_000;
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        var received = new Received();
        await Task.WhenAll(Enumerable.Range(0, count).Select(
            i => connection.Redis.SubscribeAsync(Channel(i), received))).Within("the subscriptions");
        RespValue counts = await connection.Redis.ExecuteAsync(RespCommand.Of("PUBSUB", "CHANNELS", "room-*"), CancellationToken.None);
        Assert.Equal(count, counts.Items.Length);
    }

    [Fact]
    public async Task Unsubscribe_LastOneGoesAndAnotherComes_HearsTheChannelAgain()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(
            server.Configuration, options => options.UnsubscribeDelay = TimeSpan.FromMilliseconds(1));
        for (int i = 0; i < 200; i++)
        {
            var received = new Received();
            await connection.Redis.SubscribeAsync(Room, received).Within("the subscription");
            RespValue receivers = await connection.Redis.ExecuteAsync(RespCommand.Of("PUBLISH", "room", $"{i}"), CancellationToken.None);
            Assert.Equal(1, receivers.AsInteger());
            connection.Redis.Unsubscribe(Room);
        }
    }

    private static byte[] Channel(int number) => System.Text.Encoding.ASCII.GetBytes($"room-{number}");
}
