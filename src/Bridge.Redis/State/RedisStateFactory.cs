// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Presence;
using Bridge.Core.Users;
using Bridge.Redis.Backplane;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Limits;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Redis.State;

/// <summary>Makes the shared state of this node's hubs; what belongs to one hub shares one lease. What belongs to none has its own.</summary>
internal sealed class RedisStateFactory : IChannelStateFactory, IUserStateFactory, IAsyncDisposable
{
    private const string Limits = "limits";

    private readonly ConcurrentDictionary<string, NodeLease> _leases = new(StringComparer.Ordinal);
    private readonly StateServices _services;
    private readonly ChannelStateOptions _channelOptions;
    private readonly UserStateOptions _userOptions;

    public RedisStateFactory(
        IRedisConnection redis,
        IOptions<BridgeRedisOptions> options,
        IOptions<ChannelStateOptions> channelOptions,
        IOptions<UserStateOptions> userOptions,
        StateHealth health,
        RedisMetrics metrics,
        TimeProvider time,
        ILogger<RedisStateFactory> logger)
    {
        _services = new StateServices(redis, options.Value, health, new MalformedInput(metrics, logger), time, logger);
        _channelOptions = channelOptions.Value;
        _userOptions = userOptions.Value;
    }

    IChannelState IChannelStateFactory.Create(string hubName, IChannelObserver observer) =>
        new RedisChannelState(_services, LeaseOf(hubName), observer, _channelOptions);

    IUserState IUserStateFactory.Create(string hubName, IUserObserver observer) =>
        new RedisUserState(_services, LeaseOf(hubName), observer, _userOptions.OfflineDelay);

    /// <summary>Makes the quotas of the whole farm; called once.</summary>
    public RedisConnectionQuotas CreateQuotas() => new(_services, LeaseOf(Limits), PrefixOf(Limits, _services.Options));

    public async ValueTask DisposeAsync() => await Task.WhenAll(_leases.Values.Select(lease => lease.DisposeAsync().AsTask()));

    private NodeLease LeaseOf(string hubName) => _leases.GetOrAdd(
        hubName, static (name, services) => new NodeLease(services, PrefixOf(name, services.Options)), _services);

    private static string PrefixOf(string hubName, BridgeRedisOptions options) =>
        $"{options.Prefix}:{options.FarmPrefix()}{HubNames.InFarm(hubName, options)}";
}
