// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.Metrics;
using System.Text;
using Bridge.Core.Channels;
using Bridge.Core.Limits;
using Bridge.Core.Presence;
using Bridge.Core.Tests.Presence;
using Bridge.Core.Tests.Users;
using Bridge.Core.Users;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.State;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.Tests.State;

/// <summary>The shared state as one node of a farm has it, with short leases.</summary>
internal sealed class StateNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TestConnection _connection;
    private readonly RedisStateFactory _factory;
    private readonly Lazy<IConnectionQuotas> _quotas;
    private readonly string _configuration;
    private bool _isGone;

    public StateNode(
        string configuration, Action<ChannelStateOptions>? configure = null, Func<IRedisConnection, IRedisConnection>? intercept = null, int bufferBytes = 8 * 1024 * 1024,
        TimeSpan? nodeTimeout = null)
    {
        _configuration = configuration;
        _connection = new TestConnection(configuration, options => options.OutageBufferBytes = bufferBytes);
        _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var channelOptions = new ChannelStateOptions { DepartureGrace = TimeSpan.FromMilliseconds(300) };
        configure?.Invoke(channelOptions);
        _factory = new RedisStateFactory(
            intercept?.Invoke(_connection.Redis) ?? _connection.Redis,
            Options.Create(new BridgeRedisOptions
            {
                Configuration = configuration,
                OutageBufferBytes = bufferBytes,
                HeartbeatInterval = TimeSpan.FromMilliseconds(200),
                NodeTimeout = nodeTimeout ?? TimeSpan.FromMilliseconds(1500),
            }),
            Options.Create(channelOptions),
            Options.Create(new UserStateOptions { OfflineDelay = TimeSpan.FromMilliseconds(300) }),
            Health,
            new RedisMetrics(_services.GetRequiredService<IMeterFactory>()),
            TimeProvider.System,
            new Logger<RedisStateFactory>(_connection.Log));
        Channels = (RedisChannelState)((IChannelStateFactory)_factory).Create("Hub", Observer);
        _quotas = new Lazy<IConnectionQuotas>(_factory.CreateQuotas);
        Users = ((IUserStateFactory)_factory).Create("Hub", UserObserver);
    }

    public RecordingChannelObserver Observer { get; } = new();

    public RecordingUserObserver UserObserver { get; } = new();

    public IUserState Users { get; }

    /// <summary>Quotas have a lease of their own, which begins here.</summary>
    public IConnectionQuotas Quotas => _quotas.Value;

    public StateHealth Health { get; } = new();

    public RedisChannelState Channels { get; }

    public RecordedLog Log => _connection.Log;

    public RedisConnection Redis => _connection.Redis;

    public ChannelSettings Settings { get; set; } = new() { ReportsActivity = true };

    public Task<JoinResult> JoinAsync(string group, string connectionId, string? userId = null, string? userInfo = null) =>
        Channels.JoinAsync(
            new JoinRequest(group, ChannelName.KindOf(group), Settings, connectionId, userId is null ? null : new PresenceMember(userId, userInfo)),
            CancellationToken.None).AsTask().Within($"{connectionId} to join {group}");

    public Task LeaveAsync(string group, string connectionId, LeaveReason reason = LeaveReason.Unsubscribed) =>
        Channels.LeaveAsync(group, connectionId, reason, CancellationToken.None).AsTask().Within($"{connectionId} to leave {group}");

    public Task PublishAsync(string group, string data, TimeSpan? lifetime = null) => Channels.PublishCachedAsync(
        group, new CachedEvent("news", Encoding.UTF8.GetBytes(data)), lifetime ?? TimeSpan.FromMinutes(1), data, CancellationToken.None)
        .AsTask().Within($"{data} to be published");

    public Task SignInAsync(string userId, string connectionId) =>
        Users.SignInAsync(userId, connectionId, CancellationToken.None).AsTask().Within($"{userId} to sign in");

    public Task SignOutAsync(string userId, string connectionId) =>
        Users.SignOutAsync(userId, connectionId, CancellationToken.None).AsTask().Within($"{userId} to sign out");

    public Task WatchAsync(string connectionId, params string[] userIds) =>
        Users.WatchAsync(connectionId, userIds, CancellationToken.None).AsTask().Within($"{connectionId} to watch");

    /// <summary>What a watching connection was told.</summary>
    public string ToldTo(string connectionId) => string.Join(", ", UserObserver.WordsTo(connectionId));

    public ValueTask<ChannelOccupancy> OccupancyAsync(string group) => Channels.GetOccupancyAsync(group, CancellationToken.None);

    public async ValueTask<string> MembersAsync(string group) =>
        string.Join(' ', (await Channels.GetMembersAsync(group, CancellationToken.None)).Select(member => member.UserId));

    /// <summary>What the node was told of a channel.</summary>
    public string Told(string group) => string.Join(", ", Observer.WordsOn(group));

    /// <summary>Who came and went, as the node was told.</summary>
    public string Seen(string group) =>
        string.Join(' ', Observer.On(group).Select(news => news.Added is { } came ? $"+{came}" : $"-{news.Removed}"));

    /// <summary>The activities that the node has reported of a channel.</summary>
    public string Reported(string group) => string.Join(", ", Observer.ActivitiesOn(group));

    /// <summary>Stops as a process does that is told to.</summary>
    public async Task StopAsync()
    {
        await _factory.DisposeAsync().AsTask().Within("the lease to end");
        await DisposeAsync();
    }

    /// <summary>Stops without a word when nothing is left that another node would tell again.</summary>
    public async Task KillAsync()
    {
        await Eventually.EqualAsync(0L, () => UnconfirmedReports.CountAsync(_configuration));
        await DisposeAsync();
    }

    /// <summary>Stops without a word, as a process does that is killed: what it has in Redis stays there.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isGone)
        {
            return;
        }

        _isGone = true;
        await _connection.DisposeAsync();
        await _factory.DisposeAsync().AsTask().Within("the lease to end");
        await _services.DisposeAsync();
    }
}
