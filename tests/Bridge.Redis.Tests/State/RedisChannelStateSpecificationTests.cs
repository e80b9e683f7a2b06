// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;
using Bridge.Core.Tests.Presence;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.State;

/// <summary>The specification for the state in Redis.</summary>
[Collection(nameof(RedisCollection))]
public sealed class RedisChannelStateSpecificationTests : ChannelStateSpecification, IAsyncDisposable
{
    private readonly StateNode _node;
    private readonly RedisTimeMachine _time;

    public RedisChannelStateSpecificationTests(RedisFixture redis)
    {
        string farm = redis.NextFarm();
        _node = new StateNode(farm, options =>
            (options.DepartureGrace, options.CacheMissInterval) = (Options.DepartureGrace, Options.CacheMissInterval));
        _time = new RedisTimeMachine(_node.Redis, farm);
    }

    private protected override IChannelState State => _node.Channels;

    private protected override RecordingChannelObserver Observer => _node.Observer;

    // So long that the time that really passes is nothing beside it.
    private protected override ChannelStateOptions Options { get; } =
        new() { DepartureGrace = TimeSpan.FromHours(1), CacheMissInterval = TimeSpan.FromHours(1) };

    public ValueTask DisposeAsync() => _node.DisposeAsync();

    private protected override Task HeardAsync(string words, string group) => Eventually.EqualAsync(words, () => _node.Told(group));

    private protected override Task PassAsync(TimeSpan time) => _time.PassAsync(time);
}
