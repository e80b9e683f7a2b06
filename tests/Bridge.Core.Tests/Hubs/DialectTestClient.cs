// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Threading.Channels;
using Bridge.Core.Authorization;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Hubs;
using Bridge.Core.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Core.Tests.Hubs;

/// <summary>A legacy client without a network: what would be its socket writes come out as messages.</summary>
internal sealed class DialectTestClient : TestClient
{
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private readonly MessageSink _sink;
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public DialectTestClient(IDialect dialect, DeliveryShard shard)
    {
        _sink = new MessageSink(_messages.Writer);
        Connection = new DialectConnection(dialect, new DefaultHttpContext(), () => _aborted.TrySetResult(), shard, _sink);
        Connection.Session = new Session(Connection);
    }

    /// <summary>The server's side of the connection.</summary>
    public DialectConnection Connection { get; }

    public override string ConnectionId => Connection.ConnectionId;

    /// <summary>Done when the server is through with the connection.</summary>
    public Func<Task> Ended { private get; set; } = () => Task.CompletedTask;

    public override async Task DisconnectAsync()
    {
        Connection.EndInput();
        await Ended().WaitAsync(Patience);
    }

    /// <summary>Subscribes through the hub, as a dialect's session does. The answer is the message <c>subscribed:{group} version</c>.</summary>
    public async Task SubscribeAsync(string group, ChannelGrant grant)
    {
        ChannelJoin join = Connection.BeginJoin(group, grant);
        await Connection.InvokeAsync(
            $"join:{join.Number}", nameof(ChannelHub.Subscribe), group, static (group, json) =>
            {
                json.WriteStringValue(group);
                json.WriteNullValue();
            });
    }

    /// <summary>The next write, and every later one, is not done before <see cref="Resume"/>.</summary>
    public void Pause() => _sink.Paused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes are done again.</summary>
    public void Resume()
    {
        TaskCompletionSource paused = _sink.Paused!;
        _sink.Paused = null;
        paused.SetResult();
    }

    /// <summary>Done when the loop has done all that was posted before.</summary>
    public Task LoopAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Connection.Outbox.Shard.Post(new LoopBarrier(done));
        return done.Task.WaitAsync(Patience);
    }

    /// <summary>Invokes a hub method with string arguments.</summary>
    public async Task InvokeAsync(string? id, string target, params string[] arguments) =>
        await Connection.InvokeAsync(id, target, arguments, static (arguments, json) =>
        {
            foreach (string argument in arguments)
            {
                json.WriteStringValue(argument);
            }
        });

    public override async Task<string> ReadAsync()
    {
        string message = await ReadMessageAsync();
        return message[(message.IndexOf('|', StringComparison.Ordinal) + 1)..];
    }

    /// <summary>The next message, its channel included.</summary>
    public async Task<string> ReadMessageAsync() => await _messages.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    private sealed class Session(DialectConnection connection) : DialectSession
    {
        public override ConnectionClose SlowConsumerClose => new(4100, "slow");

        public override ConnectionClose ShutdownClose => new(4200, "shutdown");

        public override ConnectionClose IdleClose => new(4201, "idle");

        public override ConnectionClose HubEndedClose => new(4000, "ended");

        public override OutboundMessage Ping => Message("ping");

        public override void OnOpened()
        {
        }

        public override ValueTask OnMessageAsync(ReadOnlyMemory<byte> message) => ValueTask.CompletedTask;

        public override OutboundMessage? Farewell(ConnectionClose close) => Message($"closed {close.Code}");

        public override void OnHubMessage(HubMessage message)
        {
            if (message is not CompletionMessage { InvocationId: { } id } completion)
            {
                return;
            }

            if (id.StartsWith("join:", StringComparison.Ordinal))
            {
                ChannelJoin join = connection.EndJoin(int.Parse(id.AsSpan(5), null))!;
                connection.Acknowledge(join, Message(join.Refusal is null && completion.Error is null
                    ? $"subscribed:{join.Group} {join.Result!.Version} {string.Join(',', join.Result.Members.Select(member => member.UserId))}"
                    : $"refused:{join.Group} {completion.Error ?? join.Refusal!.Message}"));
            }
            else
            {
                connection.Send(Message($"completed:{id} {completion.Error ?? completion.Result}"));
            }
        }

        private static OutboundMessage Message(string text) => OutboundMessage.Text(Encoding.UTF8.GetBytes("|" + text), isControl: true);
    }

    /// <summary>Takes whole text frames apart; a server's frames carry no mask.</summary>
    private sealed class MessageSink(ChannelWriter<string> messages) : FrameSink
    {
        public volatile TaskCompletionSource? Paused;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
        {
            ReadOnlySpan<byte> rest = bytes.Span;
            while (!rest.IsEmpty)
            {
                bool isText = (rest[0] & 0x0F) == WebSocketFrame.Text;
                (int header, int length) = rest[1] switch
                {
                    126 => (4, (rest[2] << 8) | rest[3]),
                    127 => (10, (rest[6] << 24) | (rest[7] << 16) | (rest[8] << 8) | rest[9]),
                    byte small => (2, small),
                };
                if (isText)
                {
                    messages.TryWrite(Encoding.UTF8.GetString(rest.Slice(header, length)));
                }

                rest = rest[(header + length)..];
            }

            return Paused is { } paused ? new ValueTask(paused.Task) : ValueTask.CompletedTask;
        }
    }

    private sealed class LoopBarrier(TaskCompletionSource done) : IShardWork
    {
        public void Execute() => done.SetResult();
    }
}
