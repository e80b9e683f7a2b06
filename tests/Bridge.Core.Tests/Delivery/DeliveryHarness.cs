// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Delivery;
using Bridge.Core.WebSockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Tests.Delivery;

/// <summary>An engine with one delivery loop on a manual clock.</summary>
internal sealed class DeliveryHarness : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<DeliveryMetrics>().BuildServiceProvider();
    private readonly DeliveryEngine _engine;

    public DeliveryHarness(Action<DeliveryOptions>? configure = null)
    {
        var options = new DeliveryOptions { Shards = 1 };
        configure?.Invoke(options);
        Meters = new MeterReading(_services);
        _engine = new DeliveryEngine(
            Options.Create(options), Time, _services.GetRequiredService<DeliveryMetrics>(), NullLogger<DeliveryEngine>.Instance);
        Shard = _engine.NextShard();
    }

    public ManualTimeProvider Time { get; } = new();

    public MeterReading Meters { get; }

    public DeliveryShard Shard { get; }

    public static OutboundMessage Text(string text, bool isControl = false) => OutboundMessage.Text(Encoding.UTF8.GetBytes(text), isControl);

    /// <summary>A message whose frame has the given length and whose text begins with a letter of its own.</summary>
    public static OutboundMessage Sized(char first, int frameLength, bool isControl = false)
    {
        int header = frameLength <= 127 ? 2 : frameLength <= ushort.MaxValue + 4 ? 4 : 10;
        OutboundMessage message = Text(first + new string('.', frameLength - header - 1), isControl);
        Assert.Equal(frameLength, message.Frame.Length);
        return message;
    }

    public static OutboundMessage CloseFrame(int code) => OutboundMessage.RawFrame(WebSocketFrame.CloseFrame(code, "bye"));

    public Outbox Open(MessageSink sink, RecordingOwner? owner = null) => new(Shard, owner ?? new RecordingOwner(), sink);

    /// <summary>Keeps the loop busy until the result is disposed of: what is posted meanwhile becomes one batch.</summary>
    public async Task<IDisposable> HoldLoopAsync()
    {
        var work = new HoldingWork();
        Shard.Post(work);
        await work.Entered.Task.Within("the delivery loop");
        return work;
    }

    /// <summary>Done when everything that was posted so far is worked off and written.</summary>
    public async Task SettleAsync()
    {
        // A batch is written in the order in which its connections got something, so this one comes last. What the writes
        // of one round post (an end that is known at once) is worked off before the second round's write.
        for (int round = 0; round < 2; round++)
        {
            var sink = new SignalSink();
            new Outbox(Shard, new RecordingOwner(), sink).Post(Text("barrier"));
            await sink.Written.Task.Within("the delivery loop to write");
        }
    }

    /// <summary>Moves the clock and lets the loop see it.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        await SettleAsync();
    }

    public void Dispose()
    {
        _engine.Dispose();
        Meters.Dispose();
        _services.Dispose();
    }

    private sealed class SignalSink : FrameSink
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
        {
            Written.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class HoldingWork : IShardWork, IDisposable
    {
        private readonly ManualResetEventSlim _release = new();

        public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Execute()
        {
            Entered.SetResult();
            Assert.True(_release.Wait(TimeSpan.FromSeconds(20)), "Nobody released the loop.");
        }

        public void Dispose() => _release.Set();
    }
}
