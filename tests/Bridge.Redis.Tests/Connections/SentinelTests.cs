// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;

namespace Bridge.Redis.Tests.Connections;

public sealed class SentinelTests
{
    [Theory]
    [InlineData("")]
    [InlineData(",defaultDatabase=2")]
    [InlineData(",protocol=resp2")]
    public async Task Connect_ServiceName_LeadsToTheMaster(string options)
    {
        await using RedisServer master = await RedisServer.StartAsync();
        await using RedisSentinel sentinel = await RedisSentinel.StartAsync(master);
        await using TestConnection connection = await TestConnection.OpenAsync(sentinel.Configuration + options);
        await AssertServesAsync(connection);
        Assert.Contains($":{master.Port} ", connection.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("requirepass right")]
    public async Task Connect_Password_IsThatOfTheMasterAndPerhapsOfTheSentinel(string? sentinelSetting)
    {
        await using RedisServer master = await RedisServer.StartAsync("--user", "ann", "on", ">anns", "~*", "&*", "+@all", "--user", "default", "on", ">right", "~*", "&*", "+@all");
        string[] settings = sentinelSetting is null ? [] : [sentinelSetting];
        await using RedisSentinel sentinel = await RedisSentinel.StartAsync(master, [$"sentinel auth-pass {RedisSentinel.Service} right", .. settings]);

        // A Sentinel without a password does not know the user: it is asked without one.
        string credentials = sentinelSetting is null ? ",user=ann,password=anns" : ",password=right";
        await using TestConnection connection = await TestConnection.OpenAsync(sentinel.Configuration + credentials);
        await AssertServesAsync(connection);
    }

    [Fact]
    public async Task Connect_SentinelDoesNotKnowTheName_SaysSo()
    {
        await using RedisServer master = await RedisServer.StartAsync();
        await using RedisSentinel sentinel = await RedisSentinel.StartAsync(master);
        await using var connection = new TestConnection($"127.0.0.1:{sentinel.Port},serviceName=other");
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        Assert.Contains($"The Sentinel at 127.0.0.1:{sentinel.Port} knows no master 'other'", connection.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ServerIsNoSentinel_SaysSo()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using var connection = new TestConnection($"{server.Configuration},serviceName={RedisSentinel.Service}");
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        Assert.Contains($"The server at 127.0.0.1:{server.Port} can't be asked for a master", connection.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Master_Dies_TheOneThatTakesOverIsFound()
    {
        await using RedisServer master = await RedisServer.StartAsync();
        await using RedisServer replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{master.Port}");
        await using (TestConnection observer = await TestConnection.OpenAsync(master.Configuration))
        {
            await Eventually.EqualAsync(true, () => AnswersWithAsync(observer, "state=online", "INFO", "replication"));
        }

        await using RedisSentinel sentinel = await RedisSentinel.StartAsync(master);
        await using TestConnection connection = await TestConnection.OpenAsync($"127.0.0.1:{RedisServer.FreePort()},{sentinel.Configuration}");
        await using (TestConnection observer = await TestConnection.OpenAsync($"127.0.0.1:{sentinel.Port}"))
        {
            await Eventually.EqualAsync(true, () => AnswersWithAsync(observer, "slaves=1", "INFO", "sentinel"));
        }

        await master.KillAsync();
        await connection.WaitUntilUpAsync(2);
        await AssertServesAsync(connection);
        Assert.Contains($":{replica.Port} ", connection.Log.Text, StringComparison.Ordinal);
    }

    private static async ValueTask<bool> AnswersWithAsync(TestConnection connection, string text, params string[] command) =>
        (await connection.Redis.ExecuteAsync(RespCommand.Of(command), CancellationToken.None)).ToString().Contains(text, StringComparison.Ordinal);

    private static async Task AssertServesAsync(TestConnection connection)
    {
        var received = new Received();
        await connection.Redis.SubscribeAsync("room"u8.ToArray(), received).Within("the subscription");
        connection.Redis.Publish("room"u8.ToArray(), new TextPayload("hello"));
        Assert.Equal("hello", await received.NextTextAsync());
        Assert.Equal("OK", (await connection.Redis.ExecuteAsync(RespCommand.Of("SET", "key", "text"), CancellationToken.None)).ToString());
    }
}
