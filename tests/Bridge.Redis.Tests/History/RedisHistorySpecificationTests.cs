// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Tests.History;
using Bridge.Redis.Tests.Backplane;

namespace Bridge.Redis.Tests.History;

/// <summary>The specification for a node of a farm that publishes by itself.</summary>
[Collection(nameof(RedisCollection))]
public sealed class OwnNodeHistoryTests(RedisFixture redis)
    : HistorySpecification(services => FarmHost.AddRedis(services, redis.NextFarm()));

/// <summary>The specification of messages for a node of a farm that publishes by itself.</summary>
[Collection(nameof(RedisCollection))]
public sealed class OwnNodeHistoryMessagesTests(RedisFixture redis)
    : HistoryMessagesSpecification(services => FarmHost.AddRedis(services, redis.NextFarm()));

/// <summary>The specification for clients of one node when another one publishes.</summary>
[Collection(nameof(RedisCollection))]
public sealed class OtherNodeHistoryTests : HistorySpecification
{
    public OtherNodeHistoryTests(RedisFixture redis)
        : this(redis.NextFarm())
    {
    }

    private OtherNodeHistoryTests(string farm)
        : base(services => FarmHost.AddRedis(services, farm)) =>
        Publishing = new HistoryHost(services => FarmHost.AddRedis(services, farm));

    private protected override HistoryHost Publishing { get; }

    public override async ValueTask DisposeAsync()
    {
        await Publishing.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <summary>The specification of messages for clients of one node when another one publishes.</summary>
[Collection(nameof(RedisCollection))]
public sealed class OtherNodeHistoryMessagesTests : HistoryMessagesSpecification
{
    public OtherNodeHistoryMessagesTests(RedisFixture redis)
        : this(redis.NextFarm())
    {
    }

    private OtherNodeHistoryMessagesTests(string farm)
        : base(services => FarmHost.AddRedis(services, farm)) =>
        Publishing = new HistoryHost(services => FarmHost.AddRedis(services, farm));

    private protected override HistoryHost Publishing { get; }

    public override async ValueTask DisposeAsync()
    {
        await Publishing.DisposeAsync();
        await base.DisposeAsync();
    }
}

/// <summary>The specification of races for a node of a farm that publishes by itself.</summary>
[Collection(nameof(RedisCollection))]
public sealed class OwnNodeHistoryRaceTests(RedisFixture redis)
    : HistoryRaceSpecification(services => FarmHost.AddRedis(services, redis.NextFarm()));

/// <summary>The specification of races for clients of one node when another one publishes.</summary>
[Collection(nameof(RedisCollection))]
public sealed class OtherNodeHistoryRaceTests : HistoryRaceSpecification
{
    public OtherNodeHistoryRaceTests(RedisFixture redis)
        : this(redis.NextFarm())
    {
    }

    private OtherNodeHistoryRaceTests(string farm)
        : base(services => FarmHost.AddRedis(services, farm)) =>
        Publishing = new HistoryHost(services => FarmHost.AddRedis(services, farm), size: 10_000);

    private protected override HistoryHost Publishing { get; }

    public override async ValueTask DisposeAsync()
    {
        await Publishing.DisposeAsync();
        await base.DisposeAsync();
    }
}
