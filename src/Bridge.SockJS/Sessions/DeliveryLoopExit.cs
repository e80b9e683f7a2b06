// Licensed under the MIT License. See LICENSE in the repository root.

using System.Runtime.CompilerServices;

namespace Bridge.SockJS.Sessions;

/// <summary>To be awaited by who may be within a delivery loop: goes on outside.</summary>
/// <param name="loop">The loop.</param>
internal readonly struct DeliveryLoopExit(DeliveryLoop loop) : ICriticalNotifyCompletion
{
    public bool IsCompleted => !loop.IsCurrent;

    public DeliveryLoopExit GetAwaiter() => this;

    public void GetResult()
    {
    }

    public void OnCompleted(Action continuation) => loop.Defer(continuation);

    public void UnsafeOnCompleted(Action continuation) => loop.Defer(continuation);
}
