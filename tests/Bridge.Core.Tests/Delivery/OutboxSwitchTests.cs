// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Delivery;
using Bridge.Core.WebSockets;

namespace Bridge.Core.Tests.Delivery;

public sealed class OutboxSwitchTests : IDisposable
{
    private readonly DeliveryHarness _harness = new();
    private readonly RecordingSink _stream = new();
    private readonly RecordingSink _socket = new();
    private readonly List<bool> _tries = [];
    private readonly Outbox _outbox;

    public OutboxSwitchTests() => _outbox = _harness.Open(_stream);

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task PostSwitch_NothingWrittenSinceThePing_ChangesTheSink()
    {
        _outbox.Post(DeliveryHarness.Text("greeting"));
        PostProbe(7);
        await _harness.SettleAsync();
        PostSwitch(7);
        _outbox.Post(DeliveryHarness.Text("direct"));
        await _harness.SettleAsync();

        Assert.Equal(["greeting", "ping 8"], _stream.Frames);
        Assert.Equal(["direct"], _socket.Frames);
        Assert.Equal([true], _tries);
        Assert.Equal(1, _harness.Meters.Direct);
    }

    [Fact]
    public async Task PostSwitch_MessageQueuedInTheSameBatch_LeavesThroughTheNewSink()
    {
        PostProbe(7);
        await _harness.SettleAsync();
        using (await _harness.HoldLoopAsync())
        {
            _outbox.Post(DeliveryHarness.Text("queued"));
            PostSwitch(7);
        }

        await _harness.SettleAsync();
        Assert.Equal(["queued"], _socket.Frames);
        Assert.Equal(["ping 8"], _stream.Frames);
    }

    [Fact]
    public async Task PostSwitch_WrittenSinceThePing_StaysAndAsksForAnotherTry()
    {
        PostProbe(7);
        _outbox.Post(DeliveryHarness.Text("in between"));
        await _harness.SettleAsync();
        PostSwitch(7);
        _outbox.Post(DeliveryHarness.Text("still here"));
        await _harness.SettleAsync();
        Assert.Equal([false], _tries);

        PostProbe(8);
        await _harness.SettleAsync();
        PostSwitch(7);
        PostSwitch(8);
        _outbox.Post(DeliveryHarness.Text("direct"));
        await _harness.SettleAsync();

        Assert.Equal([false, false, true], _tries);
        Assert.Equal(["ping 8", "in between", "still here", "ping 8"], _stream.Frames);
        Assert.Equal(["direct"], _socket.Frames);
        Assert.Equal(1, _harness.Meters.Direct);
    }

    [Fact]
    public async Task PostSwitch_PingStuckInTheStream_Stays()
    {
        _stream.Blocks = true;
        _outbox.Post(DeliveryHarness.Text("stuck"));
        await _harness.SettleAsync();
        PostProbe(7);
        PostSwitch(7);
        await _harness.SettleAsync();
        await _stream.FinishAsync();
        await _harness.SettleAsync();
        PostSwitch(7);
        await _harness.SettleAsync();

        Assert.Equal([false, false], _tries);
        Assert.Equal(["stuck", "ping 8"], _stream.Frames);
        Assert.Equal(0, _socket.WriteCount);
    }

    [Fact]
    public async Task PostSwitch_NoPingWritten_Stays()
    {
        PostSwitch(7);
        await _harness.SettleAsync();

        Assert.Equal([false], _tries);
    }

    private void PostProbe(long number) => _outbox.PostProbe(OutboundMessage.RawFrame(WebSocketFrame.PingFrame(number)), number);

    private void PostSwitch(long number) => _outbox.PostSwitch(number, _socket, _tries.Add);
}
