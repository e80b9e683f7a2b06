// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>What a test sees of the hub, and how it holds it up.</summary>
internal sealed class EchoHubState
{
    private readonly TaskCompletionSource _blocked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<bool> _messages = Channel.CreateUnbounded<bool>();
    private int _invocations;
    private int _messageCount;

    /// <summary>Messages that sessions were given.</summary>
    public int Messages => Volatile.Read(ref _messageCount);

    /// <summary>Whether the hub's last method blocks.</summary>
    public bool HoldsEnd { get; set; }

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

    public void CountMessage()
    {
        Interlocked.Increment(ref _messageCount);
        _messages.Writer.TryWrite(true);
    }

    /// <summary>Waits until sessions were given that many messages; to be called once.</summary>
    public async Task WaitForMessagesAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            await _messages.Reader.ReadAsync().AsTask().Within($"message {i + 1} of {count}");
        }
    }

    public void CountInvocation() => Interlocked.Increment(ref _invocations);

    public void Release() => _released.TrySetResult();

    public async Task BlockAsync(CancellationToken aborted)
    {
        _blocked.TrySetResult();
        await _released.Task.WaitAsync(aborted);
    }
}
