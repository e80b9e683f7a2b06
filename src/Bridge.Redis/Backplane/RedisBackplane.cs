// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Collections.Concurrent;
using Bridge.Core.Backplane;
using Bridge.Core.History;
using Bridge.Redis.Connections;
using Bridge.Redis.History;
using Bridge.Redis.Resp;
using Bridge.Redis.Wire;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Backplane;

/// <summary>
/// The backplane of one hub, in the wire format of ASP.NET Core's own Redis package: nodes with that package share the farm.
/// See docs/specs/redis.md.
/// </summary>
internal sealed partial class RedisBackplane : IBackplane, IAsyncDisposable
{
    // A hub group has a name.
    private const string NobodysGroup = "";

    private readonly ConcurrentDictionary<int, TaskCompletionSource> _commands = new();
    private readonly RedisBackplaneServices _services;
    private readonly IBackplaneReceiver _receiver;
    private readonly RedisChannels _channels;
    private readonly ServerName _server;
    private readonly MalformedInput _malformed;
    private readonly ConnectionWatch _watch;
    private Task _answers = Task.CompletedTask;
    private readonly string _keyPrefix;
    private RedisChannelHistory? _history;
    private int _lastCommand;

    /// <param name="services">What every hub's backplane is made with.</param>
    /// <param name="hubName">The full name of the hub, with the farm's prefix in front.</param>
    /// <param name="receiver">Gets what other nodes send.</param>
    public RedisBackplane(RedisBackplaneServices services, string hubName, IBackplaneReceiver receiver)
    {
        _keyPrefix = $"{services.Options.Prefix}:{hubName}";
        _services = services;
        _receiver = receiver;
        _server = ServerName.New();
        _channels = new RedisChannels(hubName, _server);
        _malformed = new MalformedInput(services.Metrics, services.Logger);
        _watch = new ConnectionWatch(services, IsAnsweredAsync);
    }

    private IRedisConnection Connection => _services.Connection;

    /// <summary>Subscribes to what every node hears.</summary>
    public void Start()
    {
        _ = SubscribeAsync(BackplaneAddress.All);
        _ = Hear(_channels.GroupCommands, OnGroupCommand);
        _answers = Task.WhenAll(Hear(_channels.Acknowledgements, OnAcknowledgement), Hear(_channels.Results, OnResult, _watch.OnInterrupted));
    }

    public void Publish(BackplaneAddress address, BackplaneMessage message) =>
        Connection.Publish(RedisChannels.Bytes(_channels.Of(address)), new Envelope(message, _server));

    public Task SubscribeAsync(BackplaneAddress address) =>
        Hear(_channels.Of(address), payload => OnInvocation(address, payload), () => _receiver.OnResubscribed(address));

    public IChannelHistory CreateHistory(IHistoryObserver observer)
    {
        _history = new RedisChannelHistory(_services, _server, _channels, _keyPrefix, observer);
        return _history;
    }

    public ValueTask DisposeAsync() => _history?.DisposeAsync() ?? ValueTask.CompletedTask;

    // A connection's id is used once, and the channel that bears it tells the other nodes that the connection is there.
    public void Unsubscribe(BackplaneAddress address) =>
        Connection.Unsubscribe(RedisChannels.Bytes(_channels.Of(address)), isFinal: address.Scope == BackplaneScope.Connection);

    public async Task SendGroupCommandAsync(BackplaneGroupCommand command, CancellationToken cancellationToken)
    {
        // An answer that comes before this node hears it is lost.
        await _answers.WaitAsync(cancellationToken);

        // Nobody would answer for a connection that is gone, and the stock package waits for that answer.
        if (!await IsHeldAsync(command.ConnectionId, cancellationToken))
        {
            return;
        }

        if (!await TryAskAsync(command, _services.Options.AcknowledgeTimeout, cancellationToken)
            && await IsHeldAsync(command.ConnectionId, cancellationToken))
        {
            throw new TimeoutException($"The node that holds connection '{command.ConnectionId}' did not answer.");
        }
    }

    public async Task InvokeAsync(
        string connectionId, string invocationId, IReadOnlyList<SerializedMessage> payloads, CancellationToken cancellationToken)
    {
        await _answers.WaitAsync(cancellationToken);
        var message = new BackplaneMessage
        {
            Payloads = payloads,
            ResultRequest = new BackplaneResultRequest(invocationId, _channels.Results),
        };
        byte[] channel = RedisChannels.Bytes(_channels.Of(BackplaneAddress.Connection(connectionId)));
        RespValue receivers = await Connection.ExecuteAsync(
            new PublishCommand<Envelope>(channel, new Envelope(message, _server)), cancellationToken);
        if (receivers.AsInteger() < 1)
        {
            throw new IOException($"Connection '{connectionId}' does not exist.");
        }
    }

    public Task WaitUntilGoneAsync(string connectionId, CancellationToken cancellationToken) =>
        _watch.WaitUntilGoneAsync(connectionId, _channels.Of(BackplaneAddress.Connection(connectionId)), cancellationToken);

    public void Complete(BackplaneResultRequest request, SerializedMessage completion) =>
        Connection.Publish(RedisChannels.Bytes(request.ReturnTo), new Completion(completion));

    private Task Hear(string channel, Action<ReadOnlySequence<byte>> receive, Action? resubscribed = null) =>
        Connection.SubscribeAsync(RedisChannels.Bytes(channel), new WireSubscriber(channel, _malformed, receive, resubscribed));

    /// <summary>Asks all nodes; false when none has answered in time.</summary>
    private async Task<bool> TryAskAsync(BackplaneGroupCommand command, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int id = Interlocked.Increment(ref _lastCommand);
        _commands[id] = done;
        try
        {
            Connection.Publish(RedisChannels.Bytes(_channels.GroupCommands), new GroupCommand(id, _server.Text, command));
            await done.Task.WaitAsync(timeout, _services.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            _commands.TryRemove(id, out _);
        }
    }

    /// <summary>
    /// Whether the node that holds a connection still works, and does not only hold it: it acknowledges that the connection is not in a
    /// group that nobody is in. Every node does so, also one with the stock package.
    /// </summary>
    private Task<bool> IsAnsweredAsync(string connectionId) =>
        TryAskAsync(new BackplaneGroupCommand(connectionId, NobodysGroup, IsAdd: false), _services.Options.NodeTimeout, CancellationToken.None);

    private async Task<bool> IsHeldAsync(string connectionId, CancellationToken cancellationToken)
    {
        string channel = _channels.Of(BackplaneAddress.Connection(connectionId));
        RespValue counts = await Connection.ExecuteAsync(RespCommand.Of("PUBSUB", "NUMSUB", channel), cancellationToken);
        return counts.Items is [_, var count] && count.AsInteger() > 0;
    }

    private void OnInvocation(BackplaneAddress address, ReadOnlySequence<byte> payload)
    {
        // Looked at in place first: this node's own messages come back too, and need no copy.
        if (payload.IsSingleSegment && Envelope.IsOwn(payload.FirstSpan, _server))
        {
            _services.Metrics.EchoDropped();
            return;
        }

        byte[] bytes = payload.ToArray();
        if (!payload.IsSingleSegment && Envelope.IsOwn(bytes, _server))
        {
            _services.Metrics.EchoDropped();
            return;
        }

        _services.Metrics.Received();
        _receiver.OnMessage(address, Envelope.Read(bytes, _server));
    }

    private void OnGroupCommand(ReadOnlySequence<byte> payload)
    {
        GroupCommand command = GroupCommand.Read(payload.ToArray());
        if (command.Server != _server.Text)
        {
            _ = CarryOutAsync(command);
        }
    }

    private async Task CarryOutAsync(GroupCommand command)
    {
        try
        {
            if (!await _receiver.OnGroupCommandAsync(command.Command))
            {
                return;
            }
        }
        catch (Exception e)
        {
            // The wire format has no word for "no": the other side must not wait all the same.
            LogCommandFailed(_services.Logger, e);
        }

        Connection.Publish(RedisChannels.Bytes(_channels.AcknowledgementsOf(command.Server)), new Acknowledgement(command.Id));
    }

    private void OnAcknowledgement(ReadOnlySequence<byte> payload)
    {
        if (_commands.TryGetValue(Acknowledgement.Read(payload.ToArray()).Id, out TaskCompletionSource? done))
        {
            done.TrySetResult();
        }
    }

    private void OnResult(ReadOnlySequence<byte> payload) => _receiver.OnCompletion(Completion.Read(payload.ToArray()).Message);

    [LoggerMessage(4102, LogLevel.Warning, "A change of a group that another node asked for failed.", EventName = "GroupCommandFailed")]
    private static partial void LogCommandFailed(ILogger logger, Exception exception);
}
