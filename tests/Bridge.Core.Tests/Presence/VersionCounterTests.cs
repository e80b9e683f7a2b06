// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Presence;

[Collection(ConcurrencyCollection.Name)]
public sealed class VersionCounterTests
{
    [Fact]
    public async Task Next_SeveralThreads_LosesNoNumberAndGrowsForEachThread()
    {
        // Enough numbers that the threads meet, if the machine has cores to spare: a counter that is not atomic loses many.
        const int Threads = 4, Each = 2_000_000;
        VersionCounter counter = new();
        await ConcurrentRun.OnThreadsAsync(Threads, seed: 0, (_, _) =>
        {
            long last = 0;
            for (int i = 0; i < Each; i++)
            {
                long next = counter.Next();
                if (next <= last)
                {
                    Assert.Fail($"{next} came after {last}.");
                }

                last = next;
            }

            return Task.CompletedTask;
        });

        Assert.Equal((Threads * Each) + 1, counter.Next());
    }
}
