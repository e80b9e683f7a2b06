// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Tests.Delivery;
using Bridge.Core.Tests.WebSockets.Echo;
using Bridge.Core.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Tests.WebSockets;

/// <summary>The receiver on bytes alone, each part of them seen by itself.</summary>
public sealed class WebSocketReceiverTests : IDisposable
{
    private const int MaxMessageBytes = 100_000;

    private readonly DeliveryHarness _harness = new();

    public void Dispose() => _harness.Dispose();

    [Fact]
    public async Task ReceiveAsync_EveryCut_GivesTheSameMessages()
    {
        byte[] bytes =
        [
            .. ClientFrame.Text("grüße"),
            .. ClientFrame.Of(WebSocketFrame.Text, [.. "one,"u8, 0xE2, 0x82], isFinal: false),
            .. ClientFrame.Of(WebSocketFrame.Ping, "p"u8.ToArray()),
            .. ClientFrame.Of(WebSocketFrame.Continuation, [], isFinal: false),
            .. ClientFrame.Of(WebSocketFrame.Continuation, [0xAC, .. ",two"u8]),
            .. ClientFrame.Text(string.Empty),
            .. ClientFrame.Text(new string('x', 200)),
            .. ClientFrame.Close(4000),
        ];
        string[] expected = ["grüße", "one,€,two", string.Empty, new('x', 200)];

        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Result result = await ReceiveAsync([bytes[..cut], bytes[cut..]]);
            Assert.Equal(expected, result.Messages);
            Assert.Equal(["pong 1", "close 4000 "], result.Sent);
        }

        Result byByte = await ReceiveAsync([.. bytes.Select(value => new[] { value })]);
        Assert.Equal(expected, byByte.Messages);
        Assert.Equal(["pong 1", "close 4000 "], byByte.Sent);
    }

    [Fact]
    public async Task ReceiveAsync_RandomFragmentsAndParts_GiveEveryMessageInOrder()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            List<string> messages = [];
            List<string> pongs = [];
            List<byte> bytes = [];
            for (int i = 0; i < 20; i++)
            {
                byte[] message = new byte[random.Next(4) switch { 0 => random.Next(3), 1 => random.Next(200), 2 => random.Next(5_000), _ => random.Next(MaxMessageBytes) }];
                Array.Fill(message, (byte)('a' + i));
                messages.Add(Encoding.UTF8.GetString(message));
                AddMessage(bytes, message, random, pongs);
            }

            bytes.AddRange(ClientFrame.Close(1000));
            Result result = await ReceiveAsync(Parts([.. bytes], random));

            Assert.True(messages.SequenceEqual(result.Messages), $"seed {seed}: the messages differ.");
            Assert.True(result.Sent.SequenceEqual([.. pongs, "close 1000 "]), $"seed {seed}: the answers differ.");
        }
    }

    [Fact]
    public async Task ReceiveAsync_HugeLengthBehindAFragment_IsRefusedAtOnce()
    {
        // The sum of both lengths does not fit into 64 bits.
        byte[] header = [0x80, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), long.MaxValue);

        Result result = await ReceiveAsync([ClientFrame.Of(WebSocketFrame.Text, new byte[100], isFinal: false), header, new byte[50]]);

        Assert.Empty(result.Messages);
        Assert.Equal(["close 1009 The message is too big."], result.Sent);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task ReceiveAsync_FragmentsAroundTheLimit_AreCountedTogether(int over, bool isTaken)
    {
        byte[] half = new byte[MaxMessageBytes / 2];
        byte[] rest = new byte[half.Length + over];

        Result result = await ReceiveAsync(
            [ClientFrame.Of(WebSocketFrame.Text, half, isFinal: false), ClientFrame.Of(WebSocketFrame.Continuation, rest)]);

        Assert.Equal(isTaken ? 1 : 0, result.Messages.Count);
        Assert.Equal(isTaken ? [] : ["close 1009 The message is too big."], result.Sent);
    }

    [Fact]
    public async Task ReceiveAsync_RandomBytes_EndWithACloseAtWorst()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[random.Next(400)];
            random.NextBytes(bytes);

            // Mostly valid first bytes, so that it does not end with the first one each time.
            byte[] prefix = ClientFrame.Of((byte)random.Next(3), new byte[random.Next(10)], isFinal: random.Next(2) == 0);
            Result result = await ReceiveAsync(Parts([.. prefix, .. bytes], random));

            Assert.True(result.Sent.Count(sent => sent.StartsWith("close ", StringComparison.Ordinal)) <= 1, $"seed {seed}");
        }
    }

    private static void AddMessage(List<byte> bytes, byte[] message, Random random, List<string> pongs)
    {
        int at = 0;
        byte opcode = WebSocketFrame.Text;
        bool isFinal;
        do
        {
            int length = random.Next(3) == 0 ? message.Length - at : random.Next(message.Length - at + 1);
            isFinal = at + length == message.Length && random.Next(4) != 0;
            bytes.AddRange(ClientFrame.Of(opcode, message[at..(at + length)], isFinal));
            opcode = WebSocketFrame.Continuation;
            at += length;
            if (random.Next(5) == 0)
            {
                byte[] ping = new byte[random.Next(126)];
                bytes.AddRange(ClientFrame.Of(WebSocketFrame.Ping, ping));
                pongs.Add($"pong {ping.Length}");
            }
        }
        while (!isFinal);
    }

    private static List<byte[]> Parts(byte[] bytes, Random random)
    {
        List<byte[]> parts = [];
        for (int at = 0; at < bytes.Length;)
        {
            int length = Math.Min(bytes.Length - at, random.Next(3) == 0 ? random.Next(1, 10) : random.Next(1, 20_000));
            parts.Add(bytes[at..(at + length)]);
            at += length;
        }

        return parts;
    }

    private async Task<Result> ReceiveAsync(List<byte[]> parts)
    {
        var sink = new RecordingSink();
        var connection = new DialectConnection(new EchoDialect(), new DefaultHttpContext(), () => { }, _harness.Shard, sink);
        var session = new RecordingSession();
        connection.Session = session;

        // The receiver runs within each write, so it sees each part by itself.
        var pipe = new Pipe(new PipeOptions(readerScheduler: PipeScheduler.Inline, pauseWriterThreshold: 0, useSynchronizationContext: false));
        Task<bool> received = new WebSocketReceiver(pipe.Reader, connection, _harness.Time, MaxMessageBytes).ReceiveAsync();
        foreach (byte[] part in parts)
        {
            await pipe.Writer.WriteAsync(part);
        }

        await pipe.Writer.CompleteAsync();
        await received.Within("the receiver to end");
        await connection.Outbox.CloseAsync().Within("the queue to close");
        return new Result(session.Messages, [.. sink.Frames]);
    }

    private sealed record Result(List<string> Messages, List<string> Sent);

    private sealed class RecordingSession : DialectSession
    {
        public List<string> Messages { get; } = [];

        public override ConnectionClose SlowConsumerClose => default;

        public override ConnectionClose ShutdownClose => default;

        public override ConnectionClose IdleClose => default;

        public override ConnectionClose HubEndedClose => default;

        public override OutboundMessage Ping => throw new NotSupportedException();

        public override void OnOpened()
        {
        }

        public override ValueTask OnMessageAsync(ReadOnlyMemory<byte> message)
        {
            Messages.Add(Encoding.UTF8.GetString(message.Span));
            return ValueTask.CompletedTask;
        }

        public override void OnHubMessage(HubMessage message)
        {
        }

        public override OutboundMessage? Farewell(ConnectionClose close) => null;
    }
}
