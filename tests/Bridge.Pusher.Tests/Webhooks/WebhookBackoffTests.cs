// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Webhooks;

namespace Bridge.Pusher.Tests.Webhooks;

public sealed class WebhookBackoffTests
{
    [Theory]
    [InlineData(1, 0, 0.5)]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(3, 0.5, 3)]
    [InlineData(5, 1, 16)]
    [InlineData(6, 1, 30)]
    [InlineData(7, 0, 15)]
    [InlineData(int.MaxValue, 1, 30)]
    public void After_Attempt_DoublesUpToHalfAMinute(int attempt, double chance, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), WebhookBackoff.After(attempt, chance));
}
