// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Core.Tests.Presence;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.State;

/// <summary>The specification for the state in Redis.</summary>
[Collection(nameof(RedisCollection))]
public sealed class RedisChannelStateSpecificationTests(RedisFixture redis) : ChannelStateSpecification, IAsyncDisposable
{
    private readonly StateNode _node = new(redis.NextFarm());

    private protected override IChannelState State => _node.Channels;

    private protected override RecordingChannelObserver Observer => _node.Observer;

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private protected override Task HeardAsync(string words, string group) => Eventually.EqualAsync(words, () => _node.Told(group));
}
