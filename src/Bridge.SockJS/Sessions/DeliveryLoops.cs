// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.SockJS.Sessions;

/// <summary>The delivery loops of a service; receivers are spread over them.</summary>
/// <param name="count">How many there are.</param>
/// <param name="time">The clock.</param>
internal sealed class DeliveryLoops(int count, TimeProvider time)
{
    private readonly DeliveryLoop[] _loops = [.. Enumerable.Range(0, count).Select(_ => new DeliveryLoop(time))];
    private uint _next;

    /// <summary>The loop for a new receiver.</summary>
    public DeliveryLoop Next() => _loops[Interlocked.Increment(ref _next) % (uint)_loops.Length];
}
