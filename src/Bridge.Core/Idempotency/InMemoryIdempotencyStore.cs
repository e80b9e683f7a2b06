// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.Extensions.Options;

namespace Bridge.Core.Idempotency;

/// <summary>Keeps the keys in the memory of this process: right for a single node.</summary>
/// <remarks>Expired keys are dropped as new ones come, so no timer runs; the bound in bytes holds all the same.</remarks>
internal sealed class InMemoryIdempotencyStore(IOptions<IdempotencyOptions> options, TimeProvider time) : IIdempotencyStore
{
    private readonly TimeSpan _lifetime = TimeSpan.FromSeconds(options.Value.LifetimeSeconds);
    private readonly int _maxBytes = options.Value.MaxBytes;
    private readonly Lock _sync = new();
    private readonly Dictionary<(string Scope, string Key), IdempotentEntry> _entries = [];
    private readonly Queue<IdempotentEntry> _byAge = new();
    private long _bytes;

    /// <summary>The keys in memory, the expired ones that nobody has asked for since included.</summary>
    internal int EntryCount
    {
        get
        {
            lock (_sync)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The places in the line of keys by age, those of released keys included.</summary>
    internal int LineLength
    {
        get
        {
            lock (_sync)
            {
                return _byAge.Count;
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask<ReadOnlyMemory<byte>?> ClaimAsync(string scope, string key, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task settled;
            lock (_sync)
            {
                DropOld();
                if (!_entries.TryGetValue((scope, key), out IdempotentEntry? entry))
                {
                    Add(new IdempotentEntry(scope, key, time.GetTimestamp()));
                    return null;
                }

                if (entry.Answer is { } answer)
                {
                    return answer;
                }

                settled = entry.Settled;
            }

            await settled.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc />
    public ValueTask CompleteAsync(string scope, string key, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            if (_entries.TryGetValue((scope, key), out IdempotentEntry? entry) && entry.Answer is null)
            {
                _bytes -= entry.Bytes;
                entry.Complete(answer);
                _bytes += entry.Bytes;
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask ReleaseAsync(string scope, string key, CancellationToken cancellationToken)
    {
        lock (_sync)
        {
            if (_entries.Remove((scope, key), out IdempotentEntry? entry))
            {
                // It keeps its place in the line, and its bytes, until its time comes.
                entry.Settle();
            }
        }

        return ValueTask.CompletedTask;
    }

    private void Add(IdempotentEntry entry)
    {
        _entries.Add((entry.Scope, entry.Key), entry);
        _byAge.Enqueue(entry);
        _bytes += entry.Bytes;
    }

    private void DropOld()
    {
        while (_byAge.TryPeek(out IdempotentEntry? oldest)
            && (_bytes > _maxBytes || time.GetElapsedTime(oldest.ClaimedAt) >= _lifetime))
        {
            _byAge.Dequeue();
            _bytes -= oldest.Bytes;

            // Once released, the key may be claimed again: then its entry is another one.
            if (_entries.TryGetValue((oldest.Scope, oldest.Key), out IdempotentEntry? present) && present == oldest)
            {
                _entries.Remove((oldest.Scope, oldest.Key));
                oldest.Settle();
            }
        }
    }
}
