// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Tests.Measurement;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Quantile_NothingAdded_IsZero() => Assert.Equal(0, new LatencyHistogram().Quantile(0.99));

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1_000_000)]
    [InlineData(123_456_789_012)]
    [InlineData(long.MaxValue)]
    public void Quantile_OneValue_IsThatValueWithinOneStep(long value)
    {
        var histogram = new LatencyHistogram();

        histogram.Add(value);

        Assert.InRange(histogram.Quantile(0.5), value - value / 32, value);
        Assert.Equal(value, histogram.Max);
    }

    [Fact]
    public void Quantile_EvenlySpreadValues_CutsThemWhereAsked()
    {
        var histogram = new LatencyHistogram();
        for (var microsecond = 1; microsecond <= 10_000; microsecond++)
        {
            histogram.Add(microsecond * 1000);
        }

        Assert.InRange(histogram.Quantile(0.5), 4_840_000, 5_001_000);
        Assert.InRange(histogram.Quantile(0.99), 9_590_000, 9_901_000);
        Assert.Equal(10_000_000, histogram.Max);
        Assert.Equal(10_000, histogram.Count);
    }

    [Fact]
    public void Add_NegativeValue_CountsAsZero()
    {
        var histogram = new LatencyHistogram();

        histogram.Add(-5);

        Assert.Equal(0, histogram.Quantile(0.5));
        Assert.Equal(1, histogram.Count);
    }
}
