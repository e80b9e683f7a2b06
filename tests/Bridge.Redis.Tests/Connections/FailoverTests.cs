// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;

namespace Bridge.Redis.Tests.Connections;

/// <summary>A master is demoted while its connections stay open.</summary>
public sealed class FailoverTests : IAsyncLifetime
{
    private static readonly byte[] Room = "room"u8.ToArray();

    private RedisServer _a = null!;
    private RedisServer _b = null!;

    public async Task InitializeAsync()
    {
        _a = await RedisServer.StartAsync();
        _b = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{_a.Port}");
    }

    public async Task DisposeAsync()
    {
        await _a.DisposeAsync();
        await _b.DisposeAsync();
    }

    [Fact]
    public async Task OneAddress_LeadsToANewMaster_CommandsAndSubscriptionsGoThere()
    {
        await using var proxy = new LateProxy(_a.Port);
        proxy.Open();
        await AssertRecoversAsync(proxy.Configuration, () => proxy.Target = _b.Port);
    }

    [Theory]
    [InlineData("")]
    [InlineData(",protocol=resp2")]
    public Task TwoAddresses_TheyChangeRoles_CommandsAndSubscriptionsGoToTheNewMaster(string options) =>
        AssertRecoversAsync($"{_a.Configuration},{_b.Configuration}{options}", () => { });

    [Fact]
    public async Task OneAddress_OfAReplica_StaysConnectedAndRefusesWrites()
    {
        await using TestConnection connection = await TestConnection.OpenAsync(_b.Configuration);
        var script = new RedisScript("return redis.call('SET', KEYS[1], 'x')");
        for (int i = 0; i < 10; i++)
        {
            RedisServerException refusal = await Assert.ThrowsAsync<RedisServerException>(
                () => connection.Redis.EvaluateAsync(script, ["key"u8.ToArray()], [], CancellationToken.None).Within("the refusal"));
            Assert.Equal("READONLY", refusal.Code);
        }

        Assert.Equal(0, connection.Redis.Interruptions);
        Assert.Null(connection.Redis.Failure);
    }

    private async Task AssertRecoversAsync(string configuration, Action move)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(configuration);
        await connection.Redis.ExecuteAsync(RespCommand.Of("SET", "key", "before"), CancellationToken.None).Within("the first write");
        var received = new Received();
        await connection.Redis.SubscribeAsync(Room, received).Within("the subscription");

        await CommandAsync(_b, "REPLICAOF", "NO", "ONE");
        await CommandAsync(_a, "REPLICAOF", "127.0.0.1", $"{_b.Port}");
        move();
        await Eventually.EqualAsync("OK", () => WriteAsync(connection));
        await received.Resubscribed;

        // The old master has no subscribers left, whose messages would be late or lost.
        await Eventually.EqualAsync(0, () => SubscribersAsync(_a));
        Assert.Equal(1, await SubscribersAsync(_b));
        Assert.Equal("after", (await CommandAsync(_b, "GET", "key")).ToString());
    }

    private static async ValueTask<string> WriteAsync(TestConnection connection)
    {
        try
        {
            return (await connection.Redis.ExecuteAsync(RespCommand.Of("SET", "key", "after"), CancellationToken.None).Within("an answer")).ToString();
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    private static async ValueTask<long> SubscribersAsync(RedisServer server) =>
        (await CommandAsync(server, "PUBSUB", "NUMSUB", "room")).Items[1].AsInteger();

    private static async Task<RespValue> CommandAsync(RedisServer server, params string[] words)
    {
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        return await connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None).Within(words[0]);
    }
}
