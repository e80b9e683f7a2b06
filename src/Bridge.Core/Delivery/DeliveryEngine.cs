// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Delivery;

/// <summary>The delivery loops of this node. A connection belongs to one of them for its whole life.</summary>
internal sealed class DeliveryEngine : IDisposable
{
    private static readonly TimeSpan DeadlineCheckInterval = TimeSpan.FromSeconds(1);

    private readonly DeliveryShard[] _shards;
    private readonly ITimer _deadlineCheck;
    private int _next;

    public DeliveryEngine(IOptions<DeliveryOptions> options, TimeProvider time, DeliveryMetrics metrics, ILogger<DeliveryEngine> logger)
    {
        Context = new DeliveryContext(options.Value, time, metrics);
        int count = options.Value.Shards > 0 ? options.Value.Shards : Math.Max(1, Environment.ProcessorCount / 2);
        _shards = new DeliveryShard[count];
        for (int i = 0; i < count; i++)
        {
            _shards[i] = new DeliveryShard(Context, logger);
        }

        _deadlineCheck = time.CreateTimer(_ => CheckDeadlines(), null, DeadlineCheckInterval, DeadlineCheckInterval);
    }

    /// <summary>Options, clock and counters.</summary>
    public DeliveryContext Context { get; }

    /// <summary>The loop for the next connection.</summary>
    public DeliveryShard NextShard() => _shards[(uint)Interlocked.Increment(ref _next) % (uint)_shards.Length];

    public void Dispose() => _deadlineCheck.Dispose();

    private void CheckDeadlines()
    {
        foreach (DeliveryShard shard in _shards)
        {
            if (shard.HasWatched)
            {
                shard.Post(new DeadlineCheck(shard));
            }
        }
    }

    private sealed class DeadlineCheck(DeliveryShard shard) : IShardWork
    {
        public void Execute() => shard.CheckDeadlines();
    }
}
