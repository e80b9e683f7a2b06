// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Redis.Connections;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>Says that this node lives, and hears which others do not. One at a time is under way.</summary>
internal sealed class Heartbeat(StateServices services, StateKeys keys, NodeNames names, DeadNodes deadNodes) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _isRegistered;
    private volatile bool _isGivenUp;
    private long _sentAt;
    private long _epoch;
    private long? _backSince;
    private long? _awakeSince;

    /// <summary>A number for the data that Redis has: another one after it has lost them.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Whether the others have given the node up, or Redis has lost its data: the name must not be used again.</summary>
    public bool IsGivenUp => _isGivenUp;

    /// <summary>Whether it is time to send the next one under a name that is known already.</summary>
    /// <remarks>The lease ticks three times an interval or more. The third tick may come a moment early, and must not be passed over.</remarks>
    public bool IsDue => _isRegistered && !_isGivenUp
        && services.Time.GetElapsedTime(Volatile.Read(ref _sentAt)) >= services.Options.HeartbeatInterval * (5.0 / 6);

    /// <summary>The node was away. It can't tell those who are dead from those who were away with it, so it judges nobody for a while.</summary>
    public async Task ComeBackAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        _backSince = services.Time.GetTimestamp();
        _gate.Release();
    }

    /// <summary>Takes a new name, which the next heartbeat makes known.</summary>
    public async Task RenameAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        names.Rename();
        _isRegistered = false;
        _isGivenUp = false;
        _gate.Release();
    }

    /// <summary>Says that the node lives, unless it was given up. Dead nodes that it is to clear up after are added to the others.</summary>
    /// <param name="mayJudge">Whether it may find others dead.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>False when the node was given up, now or before.</returns>
    public async Task<bool> SendAsync(bool mayJudge, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return !_isGivenUp && await AskAsync(mayJudge, cancellationToken);
        }
        catch (RedisServerException e) when (e.IsAboutKeys)
        {
            throw new KeyFailureException($"{keys.Prefix}:nodes, :dead or :epoch", e);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<bool> AskAsync(bool mayJudge, CancellationToken cancellationToken)
    {
        long now = services.Time.GetTimestamp();
        bool isJudge = CanJudge(now) && mayJudge;
        RespValue reply = await services.Redis.EvaluateAsync(
            RedisScripts.Heartbeat,
            [keys.Nodes, keys.DeadNodes, keys.Epoch],
            [
                StateKeys.Bytes(names.Current), StateKeys.Milliseconds(services.Options.NodeTimeout),
                StateKeys.Milliseconds(3 * services.Options.NodeTimeout), StateKeys.Flag(!_isRegistered), StateKeys.Flag(isJudge),
                StateKeys.Bytes(names.Former ?? string.Empty),
                .. deadNodes.All().Concat(names.Formers).Select(node => (ReadOnlyMemory<byte>)StateKeys.Bytes(node)),
            ],
            cancellationToken);
        Volatile.Write(ref _sentAt, now);
        Volatile.Write(ref _epoch, reply.Items[2].AsInteger());
        deadNodes.Add(reply.Items[1].Items.Select(ChannelReply.Text));
        _isGivenUp = reply.Items[0].AsInteger() == 0;
        _isRegistered = true;
        return !_isGivenUp;
    }

    /// <summary>Whether the node can tell those who are dead from those who were away, or stood still, together with it.</summary>
    private bool CanJudge(long now)
    {
        if (_isRegistered && services.Time.GetElapsedTime(_sentAt, now) >= services.Options.NodeTimeout / 2)
        {
            _awakeSince = now;
        }

        return HasPassed(_backSince, services.Options.NodeTimeout, now) && HasPassed(_awakeSince, 2 * services.Options.HeartbeatInterval, now);
    }

    private bool HasPassed(long? since, TimeSpan time, long now) =>
        since is not { } start || services.Time.GetElapsedTime(start, now) >= time;
}
