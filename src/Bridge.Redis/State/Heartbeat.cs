// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Bridge.Redis.Resp;
using Bridge.Redis.Wire;

namespace Bridge.Redis.State;

/// <summary>
/// Says that this node lives, under a name that it changes when the others have given it up: somebody is then clearing away what goes by
/// the old one.
/// </summary>
internal sealed class Heartbeat(StateServices services, StateKeys keys)
{
    private readonly string _baseName = ServerName.New().Text;
    private readonly Queue<string> _formerNames = new();
    private volatile string? _node;
    private int _names;
    private bool _isRegistered;
    private long _sentAt;
    private long _epoch;
    private long? _backSince;
    private long? _awakeSince;

    /// <summary>The node's name.</summary>
    public string Node => _node ?? _baseName;

    /// <summary>The name that the node had before, until nothing goes by it any more; otherwise null.</summary>
    public string? FormerNode { get; private set; }

    /// <summary>A number for the data that Redis has: another one after it has lost them.</summary>
    public long Epoch => Volatile.Read(ref _epoch);

    /// <summary>Whether it is time to send the next one.</summary>
    /// <remarks>The lease ticks three times an interval or more. The third tick may come a moment early, and must not be passed over.</remarks>
    public bool IsDue => services.Time.GetElapsedTime(_sentAt) >= services.Options.HeartbeatInterval * (5.0 / 6);

    /// <summary>Whether the node's name is new, so that nobody knows it yet.</summary>
    public bool IsNew => !_isRegistered;

    /// <summary>The node was away. It can't tell those who are dead from those who were away with it, so it judges nobody for a while.</summary>
    public void ComeBack() => _backSince = services.Time.GetTimestamp();

    /// <summary>Says that the node lives.</summary>
    /// <param name="mayJudge">Whether it may find others dead.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The dead nodes that this one is to clear up after; null when it was given up itself.</returns>
    public async Task<RespValue[]?> SendAsync(bool mayJudge, CancellationToken cancellationToken)
    {
        long now = services.Time.GetTimestamp();
        bool isJudge = CanJudge(now) && mayJudge;
        RespValue reply = await services.Redis.EvaluateAsync(
            RedisScripts.Heartbeat,
            [keys.Nodes, keys.DeadNodes, keys.Epoch],
            [
                StateKeys.Bytes(Node), StateKeys.Milliseconds(services.Options.NodeTimeout),
                StateKeys.Milliseconds(3 * services.Options.NodeTimeout), StateKeys.Flag(!_isRegistered), StateKeys.Flag(isJudge),
            ],
            cancellationToken);
        _isRegistered = true;
        _sentAt = now;
        Volatile.Write(ref _epoch, reply.Items[2].AsInteger());
        return reply.Items[0].AsInteger() == 0 ? null : reply.Items[1].Items;
    }

    /// <summary>Takes a new name.</summary>
    public void Rename()
    {
        _formerNames.Enqueue(Node);
        FormerNode = Node;
        _node = string.Create(CultureInfo.InvariantCulture, $"{_baseName}.{++_names}");
        _isRegistered = false;
    }

    /// <summary>The oldest name that something may still go by.</summary>
    public bool TryPeekFormer([NotNullWhen(true)] out string? name) => _formerNames.TryPeek(out name);

    /// <summary>Nothing goes by the oldest name any more.</summary>
    public void ForgetFormer()
    {
        _formerNames.Dequeue();
        FormerNode = _formerNames.Count > 0 ? FormerNode : null;
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
