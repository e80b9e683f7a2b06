// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Limits;
using Bridge.Core.Tests.Limits;
using Bridge.Redis.Tests.Backplane;
using Bridge.Redis.Tests.State;

namespace Bridge.Redis.Tests.Limits;

/// <summary>The specification for quotas in Redis.</summary>
[Collection(nameof(RedisCollection))]
public sealed class RedisConnectionQuotasSpecificationTests(RedisFixture redis) : ConnectionQuotasSpecification, IAsyncDisposable
{
    private readonly StateNode _node = new(redis.NextFarm());

    private protected override IConnectionQuotas Quotas => _node.Quotas;

    public ValueTask DisposeAsync() => _node.DisposeAsync();
}
