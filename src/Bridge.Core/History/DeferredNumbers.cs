// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.History;

/// <summary>
/// The numbers of this node's messages that were handed on without a position and may come back with one. They are kept as runs: a long
/// outage costs no more than a short one. Not safe for concurrent use.
/// </summary>
internal sealed class DeferredNumbers
{
    private readonly Queue<Run> _runs = new();
    private Run? _latest;

    /// <summary>How many runs are kept.</summary>
    public int RunCount => _runs.Count + (_latest is null ? 0 : 1);

    /// <summary>Adds a number, greater than those before it.</summary>
    public void Add(long number) => _latest = new Run(_latest?.First ?? number, number);

    /// <summary>A message of this channel got its position at once: numbers that are added later don't go on from those before it.</summary>
    public void EndRun()
    {
        if (_latest is { } run)
        {
            _runs.Enqueue(run);
            _latest = null;
        }
    }

    /// <summary>Whether a number of this channel was added. Asked in their order: what is before it is forgotten.</summary>
    public bool Contains(long number)
    {
        while (_runs.TryPeek(out Run oldest) && oldest.Last < number)
        {
            _runs.Dequeue();
        }

        return (_runs.TryPeek(out Run run) && run.First <= number) || (_latest is { } latest && latest.First <= number && number <= latest.Last);
    }

    private readonly record struct Run(long First, long Last);
}
