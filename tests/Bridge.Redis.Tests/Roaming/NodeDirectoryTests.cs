// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Configuration;
using Bridge.Redis.Resp;
using Bridge.Redis.Roaming;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Tests.Roaming;

public sealed class NodeDirectoryTests
{
    [Fact]
    public async Task Redis_ComesBackWithoutItsKeys_IsToldAtOnceWhereTheNodeIs()
    {
        await using RedisServer redis = await RedisServer.StartAsync();
        await using TestConnection connection = await TestConnection.OpenAsync(redis.Configuration);
        var time = new ManualTimeProvider();
        using var directory = new NodeDirectory(
            connection.Redis,
            new NoServer(),
            Options.Create(new BridgeNodeOptions { Address = "http://10.0.0.5:5000" }),
            Options.Create(new BridgeRedisOptions()),
            connection.Health,
            time,
            new Logger<NodeDirectory>(connection.Log));
        await directory.StartedAsync(CancellationToken.None);
        Assert.Equal("http://10.0.0.5:5000", await AddressAsync());

        await redis.KillAsync();
        await connection.Log.WaitForAsync("RedisDown", TestConnection.Links);
        await redis.StartAsync();
        await connection.WaitUntilUpAsync(2);
        Assert.Equal(string.Empty, await AddressAsync());
        time.Advance(TimeSpan.FromMilliseconds(500));
        await Eventually.EqualAsync("http://10.0.0.5:5000", AddressAsync);

        async ValueTask<string> AddressAsync() =>
            await connection.Redis.ExecuteAsync(RespCommand.Of("GET", $"bridge:node:{directory.Self}"), CancellationToken.None) is { IsNull: false } address
                ? address.ToString()
                : string.Empty;
    }

    private sealed class NoServer : IServer
    {
        public IFeatureCollection Features { get; } = new FeatureCollection();

        public void Dispose()
        {
        }

        public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
            where TContext : notnull => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
