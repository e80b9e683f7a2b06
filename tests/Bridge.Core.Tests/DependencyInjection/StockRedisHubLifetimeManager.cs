// Licensed under the MIT License. See LICENSE in the repository root.

namespace Microsoft.AspNetCore.SignalR.StackExchangeRedis;

/// <summary>Has the name of the stock manager and nothing else of it.</summary>
internal sealed class RedisHubLifetimeManager<THub> : DefaultHubLifetimeManager<THub>
    where THub : Hub
{
    public RedisHubLifetimeManager()
        : base(Extensions.Logging.Abstractions.NullLogger<DefaultHubLifetimeManager<THub>>.Instance)
    {
    }
}
