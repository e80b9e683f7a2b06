// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.Sessions;

namespace Bridge.SockJS.Tests.Sessions;

// What waits does not go back to the test's own context: within the loop there is none.
public sealed class DeliveryLoopExitTests
{
    private readonly DeliveryLoop _loop = new(new ManualTimeProvider());

    [Fact]
    public async Task LeaveLoopAsync_WithinTheLoop_GoesOnOutside()
    {
        Receiver receiver = new(_loop);
        Task<(bool Before, bool After)> left = LeaveAsync();
        receiver.Wake();
        Assert.Equal((true, false), await left.Within("the receiver to leave the loop"));

        async Task<(bool Before, bool After)> LeaveAsync()
        {
            await receiver.WaitAsync().ConfigureAwait(false);
            bool before = _loop.IsCurrent;
            await receiver.LeaveLoopAsync();
            return (before, _loop.IsCurrent);
        }
    }

    [Fact]
    public void LeaveLoopAsync_OutsideTheLoop_NeedsNoWait() => Assert.True(new Receiver(_loop).LeaveLoopAsync().IsCompleted);

    [Fact]
    public async Task LeaveLoopAsync_OneBlocksItsThread_HoldsUpNeitherTheLoopNorOthersThatLeft()
    {
        using ManualResetEventSlim isFree = new();
        Task[] blocked = [BlockAsync(isFree), BlockAsync(isFree)];
        Receiver other = new(_loop);
        Task left = LeaveAsync(other);
        other.Wake();
        await left.Within("another receiver to leave the loop");
        Assert.DoesNotContain(blocked, task => task.IsCompleted);
        isFree.Set();
        await Task.WhenAll(blocked).Within("those that blocked");
    }

    private static async Task LeaveAsync(Receiver receiver)
    {
        await receiver.WaitAsync().ConfigureAwait(false);
        await receiver.LeaveLoopAsync();
    }

    private async Task BlockAsync(ManualResetEventSlim isFree)
    {
        Receiver receiver = new(_loop);
        Task left = LeaveAsync(receiver);
        receiver.Wake();
        await left.ConfigureAwait(false);
        Assert.True(isFree.Wait(TimeSpan.FromSeconds(20)), "Nobody let the thread go on.");
    }
}
