// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Idempotency;

/// <summary>One key in memory. Everything that changes is used under the store's lock only.</summary>
internal sealed class IdempotentEntry(string scope, string key, long claimedAt)
{
    /// <summary>What an entry takes beside its texts: two objects, their places in the dictionary and in the line.</summary>
    private const int Overhead = 256;

    private TaskCompletionSource? _settled;

    public string Scope => scope;

    public string Key => key;

    /// <summary>The timestamp of the claim.</summary>
    public long ClaimedAt => claimedAt;

    /// <summary>The answer; null while the publish is being made.</summary>
    public ReadOnlyMemory<byte>? Answer { get; private set; }

    /// <summary>About what the entry takes in memory.</summary>
    public int Bytes => Overhead + (key.Length * sizeof(char)) + (Answer?.Length ?? 0);

    /// <summary>Done when it is worth to look again.</summary>
    public Task Settled => (_settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Complete(ReadOnlyMemory<byte> answer)
    {
        Answer = answer;
        Settle();
    }

    /// <summary>Wakes those who wait.</summary>
    public void Settle() => _settled?.TrySetResult();
}
