// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.History;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Tests.History;

public sealed class InMemoryChannelHistoryTests
{
    private static readonly HistoryLimits Limits = new(5, TimeSpan.FromSeconds(10));

    private readonly ManualTimeProvider _time = new();
    private readonly RecordingHistoryObserver _observer = new();
    private readonly InMemoryChannelHistory _history;

    public InMemoryChannelHistoryTests() => _history = new InMemoryChannelHistory(_observer, 100_000, _time);

    [Fact]
    public void AnyProgram_OneThread_AgreesWithTheModel()
    {
        // Bytes shrink well: each is one step, see Run.
        Config config = Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(200);
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), Run).Check(config);
    }

    [Fact]
    public async Task Append_Always_NumbersWithoutGapsAndTellsInOrder()
    {
        for (int i = 0; i < 3; i++)
        {
            await AppendAsync("a", $"a{i}");
            await AppendAsync("b", $"b{i}");
        }

        Assert.Equal([1, 2, 3], _observer.Appended.Where(told => told.Group == "a").Select(told => told.Position.Offset));
        Assert.Equal(["b0", "b1", "b2"], _observer.Appended.Where(told => told.Group == "b").Select(told => told.Publication));
        Assert.NotEqual(_observer.Appended[0].Position.Epoch, _observer.Appended[1].Position.Epoch);
    }

    [Fact]
    public async Task Expired_LongQuiet_KeepsThePositionForADayAndThenNothing()
    {
        await AppendAsync("a", "first");
        HistoryPosition known = (await ReadAsync("a", null)).Top;
        _time.Advance(Limits.Age);
        HistorySlice slice = await ReadAsync("a", known with { Offset = 0 });
        Assert.Empty(slice.Entries);
        Assert.False(slice.Follows(known with { Offset = 0 }));
        Assert.True((await ReadAsync("a", known)).Follows(known));
        Assert.Equal(0, _history.Bytes);

        _time.Advance(Limits.PositionAge);
        Assert.Equal(0, _history.ChannelCount);
        Assert.Equal(0, _time.ArmedTimerCount);
        Assert.NotEqual(known.Epoch, (await ReadAsync("a", known)).Top.Epoch);
    }

    [Fact]
    public async Task MaxBytes_IsReached_EmptiesTheQuietestChannelsAndKeepsTheirPositions()
    {
        await AppendAsync("quiet", new string('q', 1_000));
        HistoryPosition known = (await ReadAsync("quiet", null)).Top;
        _time.Advance(TimeSpan.FromSeconds(1));
        for (int i = 0; i < 1_000; i++)
        {
            await AppendAsync($"busy{i % 100}", new string('x', 1_000));
            Assert.InRange(_history.Bytes, 0, 100_000);
        }

        HistorySlice slice = await ReadAsync("quiet", known with { Offset = 0 });
        Assert.Equal(known, slice.Top);
        Assert.Empty(slice.Entries);
        Assert.NotEmpty((await ReadAsync("busy99", (await ReadAsync("busy99", null)).Top with { Offset = 5 })).Entries);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Append_FromManyThreads_TellsEachChannelInOrder(int seed)
    {
        await ConcurrentRun.OnThreadsAsync(4, seed, async (thread, random) =>
        {
            for (int i = 0; i < 500; i++)
            {
                await AppendAsync($"c{random.Next(3)}", $"{thread}-{i}");
                await ReadAsync($"c{random.Next(3)}", null);
            }
        });

        foreach (IGrouping<string, (string Group, HistoryPosition Position, object Publication)> channel in _observer.Appended.GroupBy(told => told.Group))
        {
            long[] offsets = [.. channel.Select(told => told.Position.Offset)];
            Assert.Equal(Enumerable.Range(1, offsets.Length).Select(number => (long)number), offsets);
            Assert.Single(channel.Select(told => told.Position.Epoch).Distinct());
        }
    }

    private static void Run(byte[] program)
    {
        var time = new ManualTimeProvider();
        var history = new InMemoryChannelHistory(new RecordingHistoryObserver(), 10_000_000, time);
        List<(long Offset, long At)> model = [];
        long top = 0;
        string epoch = Read(history, null).Top.Epoch;
        foreach (byte step in program)
        {
            if (step < 128)
            {
                Assert.True(history.AppendAsync("a", Limits, MessageOf($"{++top}"), top).IsCompletedSuccessfully);
                model.Add((top, time.GetTimestamp()));
            }
            else if (step < 192)
            {
                time.Advance(TimeSpan.FromSeconds(step & 7));
            }

            // The last five, none of them ten seconds old.
            model.RemoveRange(0, Math.Max(0, model.Count - Limits.Size));
            model.RemoveAll(entry => time.GetElapsedTime(entry.At) >= Limits.Age);
            long after = step % (top + 2);
            HistorySlice slice = Read(history, new HistoryPosition(epoch, after));
            Assert.Equal(top, slice.Top.Offset);
            Assert.Equal(model.Where(entry => entry.Offset > after).Select(entry => entry.Offset), slice.Entries.Select(entry => entry.Offset));
            bool hasAll = after <= top && model.Count(entry => entry.Offset > after) == top - after;
            Assert.Equal(hasAll, slice.Follows(new HistoryPosition(epoch, after)));
            Assert.False(slice.Follows(new HistoryPosition("other", after)));
        }
    }

    private static HistorySlice Read(InMemoryChannelHistory history, HistoryPosition? after)
    {
        Task<HistorySlice> reading = history.ReadAsync("a", Limits, after);
        Assert.True(reading.IsCompletedSuccessfully);
        return reading.GetAwaiter().GetResult();
    }

    private static BackplaneMessage MessageOf(string text) =>
        new() { Payloads = [new SerializedMessage("json", System.Text.Encoding.UTF8.GetBytes(text))] };

    private Task AppendAsync(string group, string text) => _history.AppendAsync(group, Limits, MessageOf(text), text);

    private Task<HistorySlice> ReadAsync(string group, HistoryPosition? after) => _history.ReadAsync(group, Limits, after);
}
