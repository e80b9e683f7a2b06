// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Tests.Connections;

public sealed class RedisConnectionStartTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData(",defaultDatabase=0", 0)]
    [InlineData(",defaultDatabase=1", 1)]
    [InlineData(",defaultDatabase=1,channelPrefix=app:", 0)]
    public async Task Start_OnlyTheDatabaseTellsFarmsApart_Warns(string settings, int warnings)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(server.Configuration);
        IOptions<BridgeRedisOptions> options = Options.Create(new BridgeRedisOptions { Configuration = server.Configuration + settings });
        using var log = new RecordedLog();
        await new RedisConnectionStart(connection.Redis, options, new Logger<RedisConnectionStart>(log)).StartAsync(CancellationToken.None);
        Assert.Equal(warnings, log.Count("DatabaseAlone"));
    }
}
