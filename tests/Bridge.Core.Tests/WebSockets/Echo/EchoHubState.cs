// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>What a test sees of the hub, and how it holds it up.</summary>
internal sealed class EchoHubState
{
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _invocations;

    /// <summary>Calls of the echo method.</summary>
    public int Invocations => Volatile.Read(ref _invocations);

    /// <summary>Done when a hub method blocks.</summary>
    public Task Blocked => _blocked.Task;

    /// <summary>A text in which a lost or a doubled part shows.</summary>
    public static string Pattern(int length) => string.Create(length, 0, static (text, _) =>
    {
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = (char)('!' + (i % 89));
        }
    });

    public void CountInvocation() => Interlocked.Increment(ref _invocations);

    public void Release() => _released.TrySetResult();

    public async Task BlockAsync(CancellationToken aborted)
    {
        _blocked.TrySetResult();
        await _released.Task.WaitAsync(aborted);
    }
}
