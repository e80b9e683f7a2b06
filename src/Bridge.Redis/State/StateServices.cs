// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Backplane;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.State;

/// <summary>What the shared state of every hub is made with.</summary>
internal sealed record StateServices(
    IRedisConnection Redis, BridgeRedisOptions Options, StateHealth Health, MalformedInput Malformed, TimeProvider Time, ILogger Logger);
