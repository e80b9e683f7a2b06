// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.State;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Backplane;

/// <summary>What every hub's backplane is made with.</summary>
internal sealed record RedisBackplaneServices(
    IRedisConnection Connection, RedisMetrics Metrics, StateHealth Health, BridgeRedisOptions Options, TimeProvider Time, ILogger Logger);
