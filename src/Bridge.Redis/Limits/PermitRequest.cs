// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Redis.Limits;

/// <summary>Somebody who waits for permits; null for an answer that Redis did not give.</summary>
/// <param name="permits">How many.</param>
/// <param name="limit">The permits of one second.</param>
internal sealed class PermitRequest(int permits, int limit)
{
    private readonly TaskCompletionSource<bool?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Permits => permits;

    public int Limit => limit;

    public Task<bool?> Answer => _answer.Task;

    public void SetAnswer(bool? isGranted) => _answer.SetResult(isGranted);
}
