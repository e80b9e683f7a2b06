// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.LoadTest.Measurement;

namespace Bridge.LoadTest.Tests.Measurement;

public sealed class DeliveryCounterTests
{
    private readonly DeliveryCounter _counter = new();

    [Theory]
    [InlineData("", 0)]
    [InlineData("@", 0)]
    [InlineData("@T", 0)]
    [InlineData("@T0000000000000000001", 0)]
    [InlineData("@T00000000000000000012", 1)]
    [InlineData("user@Test.example is no stamp, not even followed by much text", 0)]
    [InlineData("@T@T00000000000000000012", 0)]
    [InlineData("{\"m\":\"@T00000000000000000012xx\"}\u001e{\"m\":\"@T00000000000000000013xx\"}\u001e", 2)]
    public void Count_AnyText_CountsWholeStamps(string message, int expected)
    {
        var count = _counter.Count(Encoding.UTF8.GetBytes(message));

        Assert.Equal(expected, count);
        Assert.Equal(expected, _counter.Delivered);
        Assert.Equal(expected > 0 ? 1 : 0, _counter.Frames);
    }

    [Fact]
    public void Count_NotMeasuring_KeepsNoLatency()
    {
        _counter.Count(Encoding.UTF8.GetBytes(Stamp.CreatePayload(1, 100)));

        Assert.Equal(0, _counter.Latency.Count);
    }

    [Fact]
    public void Count_Measuring_TakesTheLatencyFromTheStamp()
    {
        _counter.IsMeasuring = true;
        var sent = Clock.Now - 5 * Clock.Second;

        _counter.Count(Encoding.UTF8.GetBytes(Stamp.CreatePayload(sent, 100)));

        Assert.InRange(_counter.Latency.Max, 5 * Clock.Second, 60 * Clock.Second);
    }

    [Theory]
    [InlineData(22)]
    [InlineData(100)]
    public void CreatePayload_AnyLength_HasThatLengthAndTheStamp(int length)
    {
        var payload = Stamp.CreatePayload(123_456_789, length);

        Assert.Equal(length, payload.Length);
        ReadOnlySpan<byte> bytes = Encoding.UTF8.GetBytes(payload);
        Assert.True(Stamp.TryReadNext(ref bytes, out var time));
        Assert.Equal(123_456_789, time);
    }
}
