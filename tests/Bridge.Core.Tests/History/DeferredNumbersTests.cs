// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.History;

namespace Bridge.Core.Tests.History;

/// <summary>Which messages a node has handed on before their time.</summary>
public sealed class DeferredNumbersTests
{
    private readonly DeferredNumbers _numbers = new();

    [Fact]
    public void Add_AWholeOutage_KeepsOneRun()
    {
        for (long number = 1; number < 100_000; number += 3)
        {
            _numbers.Add(number);
        }

        Assert.Equal(1, _numbers.RunCount);
        Assert.True(_numbers.Contains(1));
        Assert.True(_numbers.Contains(99_997));
    }

    [Fact]
    public void Contains_BetweenTwoRuns_IsFalse()
    {
        _numbers.Add(3);
        _numbers.Add(5);
        _numbers.EndRun();
        _numbers.Add(9);
        Assert.Equal([false, true, true, false, true, false], new long[] { 1, 3, 5, 7, 9, 11 }.Select(_numbers.Contains));
    }

    [Fact]
    public void Contains_BehindARun_ForgetsIt()
    {
        for (int number = 1; number <= 1_000; number += 2)
        {
            _numbers.Add(number);
            _numbers.EndRun();
        }

        Assert.False(_numbers.Contains(1_000));
        Assert.Equal(0, _numbers.RunCount);
    }
}
