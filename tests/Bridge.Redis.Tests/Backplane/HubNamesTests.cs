// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;
using Bridge.Core.Authorization;
using Bridge.Core.Backplane;
using Bridge.Core.Hubs;
using Bridge.Core.Presence;
using Bridge.Core.Tests.Presence;
using Bridge.Core.Users;
using Bridge.Redis.Backplane;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;
using Bridge.Redis.Tests.State;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>Which hubs take the name of the farm that the bridge joins: the same ones for messages and for the state.</summary>
public sealed class HubNamesTests : IAsyncLifetime
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private RedisServer _redis = null!;
    private TestConnection _connection = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.StartAsync();
        _connection = await TestConnection.OpenAsync(_redis.Configuration);
    }

    public async Task DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _redis.DisposeAsync();
        await _services.DisposeAsync();
    }

    [Theory]
    [InlineData(typeof(ChannelHub), "TheirHub")]
    [InlineData(typeof(DerivedHub), "Bridge.Redis.Tests.Backplane.HubNamesTests+DerivedHub")]
    public async Task HubName_OfTheBridgesHubAlone_IsTheSameForMessagesAndState(Type hub, string expected)
    {
        IOptions<BridgeRedisOptions> options = Options.Create(new BridgeRedisOptions { Configuration = _redis.Configuration, HubName = "TheirHub" });
        var metrics = new RedisMetrics(_services.GetRequiredService<IMeterFactory>());
        await using var backplanes = new RedisBackplaneFactory(
            _connection.Redis, options, metrics, _connection.Health, TimeProvider.System, new Logger<RedisBackplane>(_connection.Log));
        await using var states = new RedisStateFactory(
            _connection.Redis, options, Options.Create(new ChannelStateOptions()), Options.Create(new UserStateOptions()), _connection.Health,
            metrics, TimeProvider.System, new Logger<RedisStateFactory>(_connection.Log));
        backplanes.Create(hub, new Nobody());
        ((IChannelStateFactory)states).Create(hub.FullName!, new RecordingChannelObserver());

        await Eventually.EqualAsync(1, () => CountAsync("PUBSUB", "CHANNELS", $"{expected}:all"));
        await Eventually.EqualAsync(true, async () => await CountAsync("KEYS", $"bridge:{expected}:*") > 0);
    }

    private async ValueTask<int> CountAsync(params string[] words) =>
        (await _connection.Redis.ExecuteAsync(RespCommand.Of(words), CancellationToken.None).Within(words[0])).Items.Length;

    private sealed class DerivedHub(IChannelAuthorizer authorizer, IUserAuthenticator users) : ChannelHub(authorizer, users);

    private sealed class Nobody : IBackplaneReceiver
    {
        public void OnMessage(BackplaneAddress address, BackplaneMessage message)
        {
        }

        public void OnResubscribed(BackplaneAddress address)
        {
        }

        public Task<bool> OnGroupCommandAsync(BackplaneGroupCommand command) => Task.FromResult(false);

        public void OnCompletion(SerializedMessage completion)
        {
        }
    }
}
