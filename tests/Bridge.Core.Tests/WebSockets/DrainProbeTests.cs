// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.WebSockets;

public sealed class DrainProbeTests
{
    private const long Number = 0x0102030405060708;
    private const byte Binary = 0x2;

    private static readonly byte[] Pong = PongOf(Number);

    [Fact]
    public void IsAnsweredBy_PongAtOnce_IsTrue() => Assert.True(Expecting(Number).IsAnsweredBy(Pong));

    [Fact]
    public void IsAnsweredBy_PongInEverySplit_IsTrueWithItsLastByte()
    {
        byte[] bytes = [.. ClientFrame.Text("hello"), .. Pong];
        for (int first = 0; first <= bytes.Length; first++)
        {
            for (int second = first; second < bytes.Length; second++)
            {
                DrainProbe probe = Expecting(Number);
                Assert.False(probe.IsAnsweredBy(bytes.AsSpan(0, first)));
                Assert.False(probe.IsAnsweredBy(bytes.AsSpan(first, second - first)));
                Assert.True(probe.IsAnsweredBy(bytes.AsSpan(second)));
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(125)]
    [InlineData(126)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(100_000)]
    public void IsAnsweredBy_FrameOfAnyLengthBefore_FindsThePong(int length)
    {
        // The payload is full of what looks like the pong.
        byte[] payload = new byte[length];
        for (int i = 0; i < length; i++)
        {
            payload[i] = Pong[i % Pong.Length];
        }

        byte[] before = [.. ClientFrame.Of(WebSocketFrame.Text, payload), .. ClientFrame.Of(Binary, payload), .. ClientFrame.Of(WebSocketFrame.Ping, [])];
        DrainProbe whole = Expecting(Number);
        Assert.False(whole.IsAnsweredBy(before));
        Assert.True(whole.IsAnsweredBy(Pong));

        DrainProbe byByte = Expecting(Number);
        foreach (byte value in before)
        {
            Assert.False(byByte.IsAnsweredBy([value]));
        }

        Assert.True(byByte.IsAnsweredBy(Pong));
    }

    [Fact]
    public void IsAnsweredBy_WrongPongs_IsFalse()
    {
        DrainProbe probe = Expecting(Number);

        Assert.False(probe.IsAnsweredBy(PongOf(Number + 1)));
        Assert.False(probe.IsAnsweredBy(ClientFrame.Of(WebSocketFrame.Pong, [])));
        Assert.False(probe.IsAnsweredBy(ClientFrame.Of(WebSocketFrame.Pong, WebSocketFrame.PingFrame(Number))));
        Assert.False(probe.IsAnsweredBy(ClientFrame.Of(WebSocketFrame.Ping, WebSocketFrame.PingFrame(Number)[2..])));
        Assert.False(probe.IsAnsweredBy(ClientFrame.Of(WebSocketFrame.Pong, WebSocketFrame.PingFrame(Number)[2..], isFinal: false)));
        Assert.True(probe.IsAnsweredBy(Pong));
    }

    [Fact]
    public void IsAnsweredBy_SecondPong_IsFalseUntilANewNumberIsExpected()
    {
        DrainProbe probe = Expecting(Number);
        Assert.True(probe.IsAnsweredBy(Pong));
        Assert.False(probe.IsAnsweredBy(Pong));
        Assert.False(probe.IsAnsweredBy(PongOf(0)));

        probe.Expect(9);
        Assert.False(probe.IsAnsweredBy(Pong));
        Assert.True(probe.IsAnsweredBy(PongOf(9)));
    }

    [Fact]
    public void Expect_InTheMiddleOfAFrame_StaysInStepWithTheFrames()
    {
        // What follows the first pong in the same bytes is the beginning of the next frame: the second try must know it.
        byte[] next = ClientFrame.Text(new string('x', 300));
        DrainProbe probe = Expecting(Number);
        Assert.True(probe.IsAnsweredBy([.. Pong, .. next[..100]]));

        probe.Expect(9);
        Assert.False(probe.IsAnsweredBy(next.AsSpan(100)));
        Assert.True(probe.IsAnsweredBy(PongOf(9)));
    }

    [Fact]
    public void IsAnsweredBy_RandomBytes_NeverThrowsAndNeverAnswers()
    {
        for (int seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            DrainProbe probe = Expecting(Number);
            for (int part = 0; part < 10; part++)
            {
                byte[] bytes = new byte[random.Next(60)];
                random.NextBytes(bytes);
                Assert.False(probe.IsAnsweredBy(bytes), $"seed {seed}");
            }
        }
    }

    private static DrainProbe Expecting(long number)
    {
        var probe = new DrainProbe();
        probe.Expect(number);
        return probe;
    }

    private static byte[] PongOf(long number) => ClientFrame.Of(WebSocketFrame.Pong, WebSocketFrame.PingFrame(number)[2..]);
}
