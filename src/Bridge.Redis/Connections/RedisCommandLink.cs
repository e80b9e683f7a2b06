// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Connections;

/// <summary>
/// The connection that commands go over. They are sent in the order they were given, many in one write, and never wait for
/// each other's answers. Publishes wait in a bounded buffer while Redis is away; commands that somebody waits for fail at once.
/// </summary>
internal sealed partial class RedisCommandLink : RedisLink
{
    private const int WriteBytes = 64 * 1024;
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly CommandQueue _queue;
    private readonly Queue<SentCommand> _sent = new();
    private readonly WakeUp _wakeUp = new();
    private readonly ITimer _check;
    private readonly TimeSpan _bufferAge;
    private readonly HealthReporter _refusals;
    private TaskCompletionSource? _room;
    private long _lastAnswer;
    private bool _isUp;

    // Not the opposite: before the first attempt has ended nobody knows, and commands wait for it.
    private bool _isDown;

    /// <summary>Called when the server takes no writes.</summary>
    public Action? WrongServer { get; init; }

    public RedisCommandLink(RedisLinkServices services, int bufferBytes, TimeSpan bufferAge)
        : base(services, "commands")
    {
        _queue = new CommandQueue(bufferBytes);
        _bufferAge = bufferAge;
        _refusals = new HealthReporter(services.Health, services.Time, "publishing");
        _check = services.Time.CreateTimer(static link => ((RedisCommandLink)link!).CheckLife(), this, CheckInterval, CheckInterval);
    }

    /// <summary>Publishes without waiting for anything. When the buffer is full the oldest message makes room.</summary>
    public void Publish<TCommand>(TCommand command)
        where TCommand : IRespCommand
    {
        int dropped = 0;
        lock (_gate)
        {
            int before = _queue.Bytes;
            bool isTooGreat = !_queue.MayHold(command.Length);
            dropped = isTooGreat ? 1 : 0;
            while (!isTooGreat && !_queue.TryAdd(command, null, Time.GetTimestamp()))
            {
                if (_queue.DropOldest() is { } awaited)
                {
                    awaited.Fail(new RedisUnavailableException("Too much waits for Redis."));
                }
                else
                {
                    dropped++;
                }
            }

            Metrics.BufferChanged(_queue.Bytes - before);
        }

        Metrics.Published();
        if (dropped > 0)
        {
            Metrics.Dropped(dropped);
        }

        _wakeUp.Set();
    }

    /// <summary>Sends something that only shows that the connection works: it is no message, and worth nothing later.</summary>
    public void SendSign<TCommand>(TCommand command)
        where TCommand : IRespCommand
    {
        lock (_gate)
        {
            int before = _queue.Bytes;
            _queue.TryAdd(command, PendingReply.Nobody, Time.GetTimestamp());
            Metrics.BufferChanged(_queue.Bytes - before);
        }

        _wakeUp.Set();
    }

    /// <summary>Carries out a command; waits for room when too much waits already.</summary>
    /// <exception cref="RedisUnavailableException">Redis is away, or went away before it answered.</exception>
    /// <exception cref="RedisServerException">Redis refused the command.</exception>
    public async Task<RespValue> ExecuteAsync<TCommand>(TCommand command, CancellationToken cancellationToken)
        where TCommand : IRespCommand
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_isDown)
                {
                    throw new RedisUnavailableException($"Redis is out of reach: {Failure}");
                }

                int before = _queue.Bytes;
                var reply = new PendingReply();
                if (_queue.TryAdd(command, reply, Time.GetTimestamp()))
                {
                    Metrics.BufferChanged(_queue.Bytes - before);
                    _wakeUp.Set();
                    room = reply.Task;
                }
                else if (!_queue.MayHold(command.Length))
                {
                    throw new RedisUnavailableException("The command is greater than the buffer for commands.") { IsAboutCommand = true };
                }
                else
                {
                    room = (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
                }
            }

            if (room is Task<RespValue> answer)
            {
                return await answer.WaitAsync(cancellationToken);
            }

            await room.WaitAsync(cancellationToken);
        }
    }

    public override SequencePosition OnInput(ReadOnlySequence<byte> input)
    {
        var reader = new SequenceReader<byte>(input);
        SequencePosition consumed = input.Start;
        while (!reader.End && RespParser.TryRead(ref reader, RespLimits.Default, out RespValue value))
        {
            consumed = reader.Position;
            if (value.Kind != RespKind.Push)
            {
                OnAnswer(value);
            }
        }

        return consumed;
    }

    protected override void OnUp(RedisTransport transport)
    {
        lock (_gate)
        {
            _isUp = true;
            _isDown = false;
            _lastAnswer = Time.GetTimestamp();
        }

        _wakeUp.Set();
    }

    protected override void OnDown(RedisUnavailableException failure)
    {
        var failed = new List<PendingReply>();
        TaskCompletionSource? room;
        int unanswered = 0;
        lock (_gate)
        {
            _isUp = false;
            _isDown = true;
            int before = _queue.Bytes;
            while (_sent.TryDequeue(out SentCommand sent))
            {
                if (sent.Reply is { } reply)
                {
                    failed.Add(reply);
                }
                else
                {
                    unanswered++;
                }
            }

            _queue.RemoveAwaited(failed);
            Metrics.BufferChanged(_queue.Bytes - before);
            (room, _room) = (_room, null);
        }

        if (unanswered > 0)
        {
            Metrics.Dropped(unanswered);
        }

        foreach (PendingReply reply in failed)
        {
            reply.Fail(failure);
        }

        room?.TrySetResult();
    }

    protected override void Dispose()
    {
        _check.Dispose();
        _refusals.Dispose();
        _wakeUp.Dispose();
        Metrics.BufferChanged(-_queue.Bytes);
    }

    protected override async Task SendAsync(RedisTransport transport, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[WriteBytes];
        while (true)
        {
            while (Take(ref buffer) is > 0 and var length)
            {
                await transport.SendAsync(buffer.AsMemory(0, length), cancellationToken);
            }

            await _wakeUp.WaitAsync(cancellationToken);
        }
    }

    private int Take(ref byte[] buffer)
    {
        int length, expired;
        TaskCompletionSource? room;
        lock (_gate)
        {
            long now = Time.GetTimestamp();
            long oldest = now - (long)(_bufferAge.TotalSeconds * Time.TimestampFrequency);
            int before = _queue.Bytes;
            length = _queue.Take(ref buffer, _sent, now, oldest, out expired);
            Metrics.BufferChanged(_queue.Bytes - before);
            (room, _room) = (_room, null);
        }

        room?.TrySetResult();
        if (expired > 0)
        {
            Metrics.Dropped(expired);
        }

        return length;
    }

    private void OnAnswer(RespValue value)
    {
        SentCommand sent;
        lock (_gate)
        {
            _lastAnswer = Time.GetTimestamp();
            if (!_sent.TryDequeue(out sent))
            {
                throw new RespProtocolException("an answer to no command");
            }
        }

        var refusal = value.IsError ? new RedisServerException(value.ToString()) : null;
        if (refusal is { IsWrongServer: true })
        {
            WrongServer?.Invoke();
        }

        if (sent.Reply is { } reply)
        {
            reply.Complete(value);
        }
        else if (refusal is not null)
        {
            Metrics.PublishFailed();
            if (_refusals.Report(refusal))
            {
                LogPublishRefused(Logger, refusal.Message);
            }
        }
    }

    /// <summary>Gives up a connection that does not answer, and asks for a sign of life on one that is idle.</summary>
    private void CheckLife()
    {
        bool isSilent, isIdle;
        lock (_gate)
        {
            isSilent = _isUp && _sent.TryPeek(out SentCommand oldest) && Time.GetElapsedTime(oldest.SentAt) > OperationTimeout
                && Time.GetElapsedTime(_lastAnswer) > OperationTimeout;
            isIdle = _isUp && _sent.Count == 0 && Time.GetElapsedTime(_lastAnswer) > KeepAlive;
        }

        if (isSilent)
        {
            Reset($"no answer within {OperationTimeout.TotalMilliseconds:0} ms");
        }
        else if (isIdle)
        {
            SendSign(RespCommand.Of("PING"));
        }
    }

    [LoggerMessage(4011, LogLevel.Warning, "Redis refuses messages for the other nodes: {Error}", EventName = "PublishRefused")]
    private static partial void LogPublishRefused(ILogger logger, string error);
}
