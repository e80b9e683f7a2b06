// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Configuration;
using Bridge.Redis.State;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Connections;

/// <summary>What every link is made with.</summary>
internal sealed record RedisLinkServices(
    RedisSettings Settings, RedisConnector Connector, RedisMetrics Metrics, StateHealth Health, TimeProvider Time, Random Random, ILogger Logger);
