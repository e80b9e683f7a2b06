// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.Hubs;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Redis.Tests.Backplane;

/// <summary>The specification for a node of a farm whose own manager is asked.</summary>
[Collection(nameof(RedisCollection))]
public sealed class OwnNodeSpecificationTests(RedisFixture redis)
    : HubLifetimeManagerSpecification(services => FarmHost.AddRedis(services, redis.NextFarm()));

/// <summary>The specification for clients of one node when the manager of another one is asked.</summary>
[Collection(nameof(RedisCollection))]
public sealed class OtherNodeSpecificationTests : HubLifetimeManagerSpecification
{
    private readonly FarmHost _other;

    public OtherNodeSpecificationTests(RedisFixture redis)
        : this(redis.NextFarm())
    {
    }

    private OtherNodeSpecificationTests(string farm)
        : base(services => FarmHost.AddRedis(services, farm)) => _other = new FarmHost(farm);

    private protected override HubLifetimeManager<PlainHub> Manager => _other.Hub.Manager;

    public override async ValueTask DisposeAsync()
    {
        await _other.DisposeAsync();
        await base.DisposeAsync();
    }
}
