// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Configuration;
using Bridge.Redis.Health;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Tests.Connections;

public sealed class TlsTests : IDisposable
{
    private const string Password = "hunter2secret";

    private readonly TestAuthority _authority = new();
    private readonly int _port = RedisServer.FreePort();

    private string Options => $"127.0.0.1:{_port},ssl=true,password={Password}";

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData("127.0.0.1", "")]
    [InlineData("127.0.0.1", ",protocol=resp2")]
    [InlineData("redis.example", ",sslHost=redis.example")]
    public async Task Connect_CertificateForTheName_GoesBothWays(string name, string options)
    {
        await using RedisServer server = await StartAsync(_authority, name);
        await using TestConnection connection = await TestConnection.OpenAsync(Options + options, Trust(_authority));
        var received = new Received();
        await connection.Redis.SubscribeAsync("room"u8.ToArray(), received).Within("the subscription");
        connection.Redis.Publish("room"u8.ToArray(), new TextPayload("hello"));

        Assert.Equal("hello", await received.NextTextAsync());
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => connection.Redis.ExecuteAsync(
            RespCommand.Of("SET", $"key-{i}", new string('x', 1000 * (i % 50))), CancellationToken.None))).Within("many large commands");
        Assert.Equal("200", (await connection.Redis.ExecuteAsync(RespCommand.Of("DBSIZE"), CancellationToken.None)).ToString());
    }

    [Fact]
    public async Task Connect_AuthorityIsNotTrusted_SaysSoIsDegradedAndRecovers()
    {
        using var stranger = new TestAuthority();
        await using RedisServer server = await StartAsync(stranger, "127.0.0.1");
        await using var connection = new TestConnection(Options, Trust(_authority));
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);

        Assert.Contains("certificate", connection.Log.Text, StringComparison.Ordinal);
        Assert.Contains("certificate", connection.Redis.Failure, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, connection.Log.Text, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, await HealthOfAsync(connection));

        (string certificate, string key) = _authority.Issue("127.0.0.1");
        await using (TestConnection admin = await TestConnection.OpenAsync($"{server.Configuration},password={Password}"))
        {
            await admin.Redis.ExecuteAsync(
                RespCommand.Of("CONFIG", "SET", "tls-cert-file", certificate, "tls-key-file", key, "tls-ca-cert-file", _authority.File), CancellationToken.None);
        }

        await connection.WaitUntilUpAsync(1);
        Assert.Equal(HealthStatus.Healthy, await HealthOfAsync(connection));
    }

    [Fact]
    public async Task Connect_CertificateOfAnotherName_IsRefused()
    {
        await using RedisServer server = await StartAsync(_authority, "other.example");
        await using var connection = new TestConnection(Options, Trust(_authority));
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        Assert.Contains("RemoteCertificateNameMismatch", connection.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_NothingSaysWhomToTrust_IsRefused()
    {
        await using RedisServer server = await StartAsync(_authority, "127.0.0.1");
        await using var connection = new TestConnection(Options);
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        Assert.Contains("certificate", connection.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ServerWithoutTls_SaysSoWithoutHanging()
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using var connection = new TestConnection($"{server.Configuration},ssl=true", Trust(_authority));
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        Assert.Contains("Can't connect to Redis", connection.Redis.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerEnds_AndComesBack_IsConnectedAgain()
    {
        await using RedisServer server = await StartAsync(_authority, "127.0.0.1");
        await using TestConnection connection = await TestConnection.OpenAsync(Options, Trust(_authority));
        await server.KillAsync();
        await connection.Log.WaitForAsync("RedisDown");
        await server.StartAsync();
        await connection.WaitUntilUpAsync(2);
        await connection.Redis.ExecuteAsync(RespCommand.Of("PING"), CancellationToken.None).Within("an answer");
    }

    [Fact]
    public void Validate_AuthorityFile_MustHaveCertificates()
    {
        string empty = Path.GetTempFileName();
        try
        {
            Assert.Contains("CertificateAuthorityFile", Validate(empty).FailureMessage, StringComparison.Ordinal);
            Assert.Contains("CertificateAuthorityFile", Validate(empty + ".missing").FailureMessage, StringComparison.Ordinal);
            Assert.True(Validate(_authority.File).Succeeded);
        }
        finally
        {
            File.Delete(empty);
        }
    }

    private static ValidateOptionsResult Validate(string file) => new BridgeRedisOptionsValidator().Validate(
        null, new BridgeRedisOptions { Configuration = "127.0.0.1,ssl=true", CertificateAuthorityFile = file });

    private static Action<BridgeRedisOptions> Trust(TestAuthority authority) => options => options.CertificateAuthorityFile = authority.File;

    private static async Task<HealthStatus> HealthOfAsync(TestConnection connection)
    {
        var check = new RedisHealthCheck(connection.Redis, new StateHealth());
        var registration = new HealthCheckRegistration("redis", check, HealthStatus.Degraded, []);
        return (await check.CheckHealthAsync(new HealthCheckContext { Registration = registration })).Status;
    }

    private Task<RedisServer> StartAsync(TestAuthority authority, string name)
    {
        (string certificate, string key) = authority.Issue(name);
        return RedisServer.StartAsync(
            "--requirepass", Password, "--tls-port", $"{_port}", "--tls-cert-file", certificate, "--tls-key-file", key,
            "--tls-ca-cert-file", authority.File, "--tls-auth-clients", "no");
    }
}
