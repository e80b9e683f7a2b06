// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Authentication;
using Bridge.Redis.Configuration;

namespace Bridge.Redis.Tests.Configuration;

public sealed class RedisSettingsParserTests
{
    [Fact]
    public void Parse_ServerAlone_HasTheDefaults()
    {
        RedisSettings settings = Sound("10.0.0.5");
        Assert.Equal("10.0.0.5:6379", Assert.Single(settings.Endpoints).ToString());
        Assert.Null(settings.Password);
        Assert.False(settings.IsTls);
        Assert.Equal(TimeSpan.FromSeconds(5), settings.ConnectTimeout);
    }

    [Fact]
    public void Parse_EverythingSet_IsAllThere()
    {
        RedisSettings settings = Sound(
            "one:7000, [::1]:7001,[::2] ,PASSWORD=p=w d,user=ann,ssl=true,sslHost=redis.example,defaultDatabase=3,connectTimeout=100,"
            + "syncTimeout=200,keepAlive=9,name=node,channelPrefix=app:,protocol=resp2,abortConnect=false,connectRetry=3");
        Assert.Equal(["one:7000", "[::1]:7001", "[::2]:6380"], settings.Endpoints.Select(endpoint => endpoint.ToString()));
        Assert.Equal(("p=w d", "ann", true, "redis.example", 3), (settings.Password, settings.User, settings.IsTls, settings.TlsHost, settings.Database));
        Assert.Equal((100, 200, 9_000), (settings.ConnectTimeout.TotalMilliseconds, settings.OperationTimeout.TotalMilliseconds, settings.KeepAlive.TotalMilliseconds));
        Assert.Equal(("node", "app:", true), (settings.ClientName, settings.ChannelPrefix, settings.IsResp2));
    }

    [Theory]
    [InlineData("", "names no server")]
    [InlineData("password=hunter2", "names no server")]
    [InlineData("host:0", "part 1 that is no server")]
    [InlineData("host:99999", "part 1 that is no server")]
    [InlineData("ho st", "part 1 that is no server")]
    [InlineData("::1", "part 1 that is no server")]
    [InlineData("redis://host:6379", "part 1 that is no server")]
    [InlineData("host,pasword=hunter2", "unknown option 'pasword'")]
    [InlineData("host,password=abc,hunter2", "part 3 that is no option")]
    [InlineData("host,password=abc,hunter2!=x", "unknown option in part 3")]
    [InlineData("host,ssl=maybe", "'ssl' that must be true or false")]
    [InlineData("host,defaultDatabase=-1", "'defaultDatabase' that must be a whole number")]
    [InlineData("host,connectTimeout=5s", "'connectTimeout' that must be a whole number")]
    [InlineData("host,protocol=4", "'protocol' that must be resp2 or resp3")]
    [InlineData("host,sslProtocols=hunter2", "'sslProtocols' that must be versions of TLS")]
    [InlineData("host,sslProtocols=12", "'sslProtocols' that must be versions of TLS")]
    [InlineData("host,keepAlive=-2", "'keepAlive' that must be a whole number")]
    [InlineData("host,proxy=Twemproxy", "'proxy', which the bridge does not support")]
    [InlineData("host,$EVAL=hunter2", "part 2 that gives a command another name")]
    public void Parse_Mistake_IsNamedWithoutItsValue(string text, string expected)
    {
        string error = Assert.Single(RedisSettingsParser.Parse(text).Errors);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("host,ssl=yes", true)]
    [InlineData("host,ssl=1", true)]
    [InlineData("host,ssl=True", true)]
    [InlineData("host,ssl=no", false)]
    [InlineData("host,ssl=0", false)]
    public void Parse_AnyWordForYesAndNo_IsTaken(string text, bool expected) => Assert.Equal(expected, Sound(text).IsTls);

    /// <summary>What apps of StackExchange.Redis have in their settings.</summary>
    [Theory]
    [InlineData("host:6380,password=p,ssl=True,abortConnect=False")]
    [InlineData("host,keepAlive=0")]
    [InlineData("host,keepAlive=-1,heartbeatInterval=1000,heartbeatConsistencyChecks=true,highIntegrity=true,preserveAsyncOrder=false")]
    [InlineData("host,$CLIENT=,$CLUSTER=,$CONFIG=,proxy=None,tieBreaker=,configCheckSeconds=60,writeBuffer=4096,setlib=false,version=7.2")]
    public void Parse_OptionThatHasNoMeaningHere_IsTaken(string text) => Assert.Equal(TimeSpan.FromSeconds(10), Sound(text).KeepAlive);

    [Fact]
    public void Parse_Tls_VersionsAndRevocation()
    {
        RedisSettings settings = Sound("host,ssl=true,sslProtocols=tls12|tls13,checkCertificateRevocation=true");
        Assert.Equal((SslProtocols.Tls12 | SslProtocols.Tls13, true), (settings.TlsVersions, settings.ChecksRevocation));
    }

    [Fact]
    public void Parse_ServiceName_ServersAreSentinels()
    {
        RedisSettings settings = Sound("one,two:7000,serviceName=mymaster");
        Assert.Equal("mymaster", settings.ServiceName);
        Assert.Equal(["one:26379", "two:7000"], settings.Endpoints.Select(endpoint => endpoint.ToString()));
    }

    [Fact]
    public void Validate_EverythingWrong_TellsAllErrorsByKey()
    {
        var options = new BridgeRedisOptions
        {
            Configuration = "host,ssl=maybe,nonsense=1",
            Prefix = "",
            Password = "hunter2",
            PasswordProvider = _ => ValueTask.FromResult("hunter2"),
            HubName = " ",
            OutageBufferBytes = 1,
            SubscriptionConnections = 0,
            OutageBufferAge = TimeSpan.Zero,
            UnsubscribeDelay = TimeSpan.FromDays(10),
            AcknowledgeTimeout = TimeSpan.FromSeconds(-1),
        };
        string[] failures = [.. new BridgeRedisOptionsValidator().Validate(null, options).Failures!];
        Assert.Equal(
            ["Configuration", "Configuration", "Password", "Prefix", "HubName", "OutageBufferBytes", "SubscriptionConnections", "OutageBufferAge", "UnsubscribeDelay", "AcknowledgeTimeout"],
            failures.Select(failure => failure.Split(' ')[0]["Bridge:Redis:".Length..]));
    }

    [Fact]
    public void Validate_ServerAlone_IsSound() =>
        Assert.True(new BridgeRedisOptionsValidator().Validate(null, new BridgeRedisOptions { Configuration = "localhost" }).Succeeded);

    private static RedisSettings Sound(string text)
    {
        (RedisSettings settings, IReadOnlyList<string> errors) = RedisSettingsParser.Parse(text);
        Assert.Empty(errors);
        return settings;
    }
}
