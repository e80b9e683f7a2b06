// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Resp;
using Bridge.Redis.Tests.Servers;

namespace Bridge.Redis.Tests.Connections;

public sealed class AuthenticationTests
{
    [Theory]
    [InlineData(",password=right")]
    [InlineData(",password=right,protocol=resp2")]
    [InlineData(",user=default,password=right")]
    [InlineData(",user=ann,password=anns")]
    [InlineData(",user=ann,password=anns,protocol=resp2")]
    [InlineData(",password=right,defaultDatabase=3,name=node-a")]
    public async Task Connect_RightCredentials_IsTheUserInItsDatabase(string options)
    {
        await using RedisServer server = await StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration + options);
        RespValue info = await connection.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "INFO"), CancellationToken.None);
        Assert.Contains(options.Contains("ann", StringComparison.Ordinal) ? "user=ann " : "user=default ", $"{info}", StringComparison.Ordinal);
        Assert.Contains(options.Contains("Database=3", StringComparison.Ordinal) ? "db=3 " : "db=0 ", $"{info}", StringComparison.Ordinal);
        Assert.Contains(options.Contains("node-a", StringComparison.Ordinal) ? "name=node-a-commands " : "name=bridge-commands ", $"{info}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "NOAUTH")]
    [InlineData(",password=hunter2secret", "WRONGPASS")]
    [InlineData(",password=hunter2secret,protocol=resp2", "WRONGPASS")]
    [InlineData(",user=bob,password=hunter2secret", "WRONGPASS")]
    public async Task Connect_WrongCredentials_SaysSoWithoutThePassword(string options, string code)
    {
        await using RedisServer server = await StartAsync();
        await using var connection = new TestConnection(server.Configuration + options);
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        Assert.Contains(code, connection.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2secret", connection.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2secret", connection.Redis.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_PasswordIsCorrectedInRedis_Recovers()
    {
        await using RedisServer server = await StartAsync();
        await using TestConnection admin = await TestConnection.OpenAsync(server.Configuration + ",password=right");
        await using var connection = new TestConnection(server.Configuration + ",password=other");
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        await admin.Redis.ExecuteAsync(RespCommand.Of("CONFIG", "SET", "requirepass", "other"), CancellationToken.None);
        await connection.WaitUntilUpAsync(1);
        Assert.Null(connection.Redis.Failure);
    }

    [Fact]
    public async Task Connect_CredentialsOfTheirOwn_GoBeforeThoseOfTheString()
    {
        await using RedisServer server = await RedisServer.StartAsync("--user", "ann", "on", ">a,comma=", "~*", "&*", "+@all");
        await using TestConnection connection = await TestConnection.OpenAsync(
            server.Configuration + ",user=bob,password=wrong", options => (options.User, options.Password) = ("ann", "a,comma="));
        RespValue user = await connection.Redis.ExecuteAsync(RespCommand.Of("ACL", "WHOAMI"), CancellationToken.None);
        Assert.Equal("ann", user.ToString());
    }

    [Fact]
    public async Task Connect_PasswordProvider_IsAskedAgainForEachConnection()
    {
        await using RedisServer server = await StartAsync();
        string password = "right";
        await using TestConnection connection = await TestConnection.OpenAsync(
            server.Configuration, options => options.PasswordProvider = _ => ValueTask.FromResult(Volatile.Read(ref password)));
        await using (TestConnection admin = await TestConnection.OpenAsync(server.Configuration + ",password=right"))
        {
            Volatile.Write(ref password, "next");
            await admin.Redis.ExecuteAsync(RespCommand.Of("CONFIG", "SET", "requirepass", "next"), CancellationToken.None);
            await admin.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "KILL", "TYPE", "pubsub"), CancellationToken.None);
            await admin.Redis.ExecuteAsync(RespCommand.Of("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes"), CancellationToken.None);
        }

        await connection.WaitUntilUpAsync(2);
        Assert.DoesNotContain("WRONGPASS", connection.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_PasswordProviderFails_IsTriedAgain()
    {
        await using RedisServer server = await StartAsync();
        int calls = 0;
        await using var connection = new TestConnection(
            server.Configuration,
            options => options.PasswordProvider = _ => Interlocked.Increment(ref calls) > TestConnection.Links
                ? ValueTask.FromResult("right")
                : throw new InvalidOperationException("the vault is closed"));
        await connection.WaitUntilUpAsync(1);
        Assert.Contains("the vault is closed", connection.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_SeveralServers_TakesTheMaster()
    {
        await using RedisServer master = await RedisServer.StartAsync();
        await using RedisServer replica = await RedisServer.StartAsync("--replicaof", "127.0.0.1", $"{master.Port}");
        foreach (string protocol in new[] { "resp3", "resp2" })
        {
            await using TestConnection connection = await TestConnection.OpenAsync(
                $"127.0.0.1:{RedisServer.FreePort()},{replica.Configuration},{master.Configuration},protocol={protocol}");
            RespValue answer = await connection.Redis.ExecuteAsync(RespCommand.Of("SET", "key", "text"), CancellationToken.None);
            Assert.Equal("OK", answer.ToString());
            Assert.Contains($":{master.Port} ", connection.Log.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Subscribe_NotAllowed_SaysSoAndTriesAgain()
    {
        await using RedisServer server = await RedisServer.StartAsync("--user", "cut", "on", ">pass", "~*", "+@all", "resetchannels", "&other*");
        await using var connection = new TestConnection(server.Configuration + ",user=cut,password=pass");
        await connection.Redis.SubscribeAsync("room"u8.ToArray(), new Received()).Within("the subscription to be given up");
        await connection.Log.WaitForAsync("RedisDown");
        Assert.Contains("NOPERM", connection.Log.Text, StringComparison.Ordinal);
    }

    private static Task<RedisServer> StartAsync() =>
        RedisServer.StartAsync("--requirepass", "right", "--user", "ann", "on", ">anns", "~*", "&*", "+@all");
}
