// Licensed under the MIT License. See LICENSE in the repository root.

using System.Threading.Channels;
using Bridge.Core.Backplane;
using Bridge.Core.Groups;
using Bridge.Core.History;
using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.Core.Tests.History;

/// <summary>A reader of one channel over a history that answers when the test says so.</summary>
internal sealed class HistoryReaderHarness : IChannelHistory, IDisposable
{
    public const string Epoch = "e1";

    private readonly Channel<Reading> _readings = Channel.CreateUnbounded<Reading>();
    private readonly Channel<string> _delivered = Channel.CreateUnbounded<string>();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public HistoryReaderHarness(int size = 10)
    {
        var services = new HistoryServices(
            new HistoryOptions(), ActivatorUtilities.CreateInstance<HistoryMetrics>(_services), Time, NullLogger.Instance);
        var group = new LocalGroup("news", "news");
        var hub = new HubHistory(this, new HistoryRules(services.Options), Deliver, (_, _) => throw new NotSupportedException(), services);
        Reader = new HistoryReader(group, new HistoryLimits(size, TimeSpan.FromMinutes(1)), hub);
        group.History = Reader;
    }

    public ManualTimeProvider Time { get; } = new();

    public HistoryReader Reader { get; }

    /// <summary>A reader that has begun behind an offset.</summary>
    public static async Task<HistoryReaderHarness> BeginAsync(long offset, int size = 10)
    {
        var harness = new HistoryReaderHarness(size);
        ValueTask<HistoryPosition?> position = harness.Reader.GetPositionAsync();
        Reading reading = await harness.NextReadingAsync();
        Assert.Null(reading.After);
        reading.Answer(offset);
        Assert.Equal(offset, (await position)!.Value.Offset);
        return harness;
    }

    /// <summary>A message of another node comes.</summary>
    public void Receive(long offset, string epoch = Epoch, long ownNumber = 0) =>
        Reader.Receive(new HistoryArrival(new HistoryPosition(epoch, offset), MessageOf(epoch, offset, ownNumber)));

    /// <summary>A message of this node has its number.</summary>
    public void Append(long offset) => Reader.Append(new HistoryArrival(new HistoryPosition(Epoch, offset), Own($"own{offset}")));

    /// <summary>A message of this node is put off.</summary>
    public void Defer(long ownNumber) => Reader.Defer(ownNumber, Own("deferred"));

    public Task<Reading> NextReadingAsync() => _readings.Reader.ReadAsync().AsTask().Within("the history to be read");

    public async Task<string[]> DeliveredAsync(int count)
    {
        var all = new string[count];
        for (int i = 0; i < count; i++)
        {
            all[i] = await _delivered.Reader.ReadAsync().AsTask().Within("a message to be delivered");
        }

        return all;
    }

    public void AssertNothingDelivered() =>
        Assert.False(_delivered.Reader.TryRead(out string? delivered), $"{delivered} was delivered.");

    public void AssertNothingMore()
    {
        AssertNothingDelivered();
        Assert.False(_readings.Reader.TryRead(out _), "The history was read.");
    }

    public void Dispose() => _services.Dispose();

    Task IChannelHistory.AppendAsync(string group, HistoryLimits limits, BackplaneMessage message, object publication) =>
        throw new NotSupportedException();

    Task<HistorySlice> IChannelHistory.ReadAsync(string group, HistoryLimits limits, HistoryPosition? after)
    {
        var reading = new Reading(after, Reader);
        Assert.True(_readings.Writer.TryWrite(reading));
        return reading.Answered;
    }

    private static BackplaneMessage MessageOf(string epoch, long offset, long ownNumber) =>
        new() { Payloads = [], Position = new HistoryPosition(epoch, offset), OwnNumber = ownNumber };

    private static HistoryPublication Own(string name)
    {
        var message = new InvocationMessage(name, []);
        return new HistoryPublication(message, new OwnMessage(message, "news", HubMap.Empty, new NativeEventEncoder(true, HubMap.Empty)), null, 0);
    }

    private void Deliver(LocalGroup group, HistoryArrival arrival) => Assert.True(_delivered.Writer.TryWrite(
        arrival.Source is HistoryPublication own ? own.Message.Target : $"{arrival.Position.Epoch}:{arrival.Position.Offset}"));

    /// <summary>A reading that waits for its answer.</summary>
    internal sealed class Reading(HistoryPosition? after, HistoryReader reader)
    {
        private readonly TaskCompletionSource<HistorySlice> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HistoryPosition? After => after;

        public Task<HistorySlice> Answered => _answer.Task;

        /// <summary>Answers with the position of the latest message and with some messages.</summary>
        public void Answer(long top, params long[] offsets) => Answer(top, Epoch, offsets);

        public void Answer(long top, string epoch, params long[] offsets) => _answer.SetResult(new HistorySlice(
            new HistoryPosition(epoch, top), [.. offsets.Select(offset => new HistoryEntry(offset, MessageOf(epoch, offset, 0)))]));

        public void AnswerOwn(long top, params (long Offset, long OwnNumber)[] entries) => _answer.SetResult(new HistorySlice(
            new HistoryPosition(Epoch, top), [.. entries.Select(entry => new HistoryEntry(entry.Offset, MessageOf(Epoch, entry.Offset, entry.OwnNumber)))]));

        /// <summary>Fails, and waits until the reader has seen it.</summary>
        public async Task FailAsync()
        {
            Task reading = reader.Reading;
            _answer.SetException(new IOException("Away."));
            await reading.Within("the reader to see the failure");
        }
    }
}
