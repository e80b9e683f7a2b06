// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Tests.Delivery;

namespace Bridge.Core.Tests.Connections;

public sealed class TransportSinkTests : IDisposable
{
    private readonly DeliveryHarness _harness = new(options => options.QueueBytes = 100);
    private readonly RecordingOwner _owner = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task Post_ManyConnections_FramesTheMessageOnce()
    {
        var framing = new CountingFraming();
        RecordingTransport[] transports = [.. Enumerable.Range(0, 5).Select(_ => new RecordingTransport(framing))];
        OutboundMessage message = DeliveryHarness.Text("x");
        foreach (RecordingTransport transport in transports)
        {
            _harness.Open(new TransportSink(transport), _owner).Post(message);
        }

        await _harness.SettleAsync();

        Assert.All(transports, transport => Assert.Equal(["<x>"], transport.Sent));
        Assert.Equal(1, framing.Count);
    }

    [Fact]
    public async Task Post_TwoFramings_KeepsAFormForEach()
    {
        var one = new RecordingTransport(new CountingFraming());
        var two = new RecordingTransport(new CountingFraming("[", "]"));
        OutboundMessage message = DeliveryHarness.Text("x");
        foreach (RecordingTransport transport in (RecordingTransport[])[one, two, one])
        {
            _harness.Open(new TransportSink(transport), _owner).Post(message);
        }

        await _harness.SettleAsync();

        Assert.Equal(["<x>", "<x>"], one.Sent);
        Assert.Equal(["[x]"], two.Sent);
        Assert.Equal("x", Encoding.UTF8.GetString(message.Payload.Span));
    }

    [Fact]
    public async Task PostClose_MessagesBefore_ClosesTheTransportAfterThem()
    {
        var transport = new RecordingTransport(new CountingFraming());
        Outbox outbox = _harness.Open(new TransportSink(transport), _owner);
        using (await _harness.HoldLoopAsync())
        {
            outbox.Post(DeliveryHarness.Text("before"));
            outbox.PostClose([DeliveryHarness.Text("goodbye", isControl: true), new CloseMessage(new ConnectionClose(4001, "bye"))]);
            outbox.Post(DeliveryHarness.Text("after"));
        }

        await _harness.SettleAsync();

        Assert.Equal(["<before>", "<goodbye>", "close 4001 bye"], transport.Sent);
    }

    [Fact]
    public async Task Post_TransportWithoutRoom_WaitsAndIsBounded()
    {
        var transport = new RecordingTransport(new CountingFraming()) { Room = new TaskCompletionSource() };
        Outbox outbox = _harness.Open(new TransportSink(transport), _owner);
        outbox.Post(DeliveryHarness.Text("first"));
        outbox.Post(DeliveryHarness.Text(new string('x', 80)));
        await _harness.SettleAsync();
        Assert.Equal(["<first>"], transport.Sent);
        Assert.Equal(0, _owner.Farewells);

        outbox.Post(DeliveryHarness.Text(new string('y', 80)));
        await _harness.SettleAsync();

        Assert.Equal(1, _owner.Farewells);
    }

    [Fact]
    public async Task Post_TransportFails_AbortsIt()
    {
        var transport = new RecordingTransport(new CountingFraming()) { Failure = new IOException("gone") };
        _harness.Open(new TransportSink(transport), _owner).Post(DeliveryHarness.Text("x"));

        await _harness.SettleAsync();

        Assert.Equal(1, _owner.Aborts);
    }

    private sealed class CountingFraming(string before = "<", string after = ">") : MessageFraming
    {
        public int Count { get; private set; }

        public override ReadOnlyMemory<byte> Frame(ReadOnlySpan<byte> payload)
        {
            Count++;
            return Encoding.UTF8.GetBytes(before + Encoding.UTF8.GetString(payload) + after);
        }
    }

    private sealed class RecordingTransport(MessageFraming framing) : DialectTransport
    {
        public List<string> Sent { get; } = [];

        /// <summary>Until it is done there is no room for a second message.</summary>
        public TaskCompletionSource? Room { get; init; }

        public Exception? Failure { get; init; }

        public override MessageFraming Framing => framing;

        public override ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync() => throw new NotSupportedException();

        public override ValueTask SendAsync(ReadOnlyMemory<byte> frame)
        {
            Sent.Add(Encoding.UTF8.GetString(frame.Span));
            return Failure is not null ? throw Failure : Room is not null ? new ValueTask(Room.Task) : ValueTask.CompletedTask;
        }

        public override void Close(ConnectionClose close) => Sent.Add($"close {close.Code} {close.Reason}");

        public override void Abort()
        {
        }
    }
}
