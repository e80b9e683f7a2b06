// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Redis.Resp;

namespace Bridge.Redis.State;

/// <summary>
/// The state of one hub's channels in Redis, where each transition is one script. This node's own connections are known here too:
/// while Redis is away they go on with what this node knows.
/// </summary>
/// <remarks>
/// News come by Redis to every node that has connections on the channel, this one included, and answers to the node that asked. The
/// lock of a channel is held while a script is sent, so Redis gets the transitions of this node in their order here. Where a channel
/// stands with Redis is its <see cref="ChannelPhase"/>; what is reported goes through <see cref="ChannelReports"/>.
/// </remarks>
internal sealed partial class RedisChannelState : IChannelState
{
    // "Over capacity" of the Pusher protocol; clients try again later.
    private const int OverCapacity = 4100;

    private readonly ConcurrentDictionary<string, LocalChannel> _channels = new(StringComparer.Ordinal);
    private readonly StateServices _services;
    private readonly NodeLease _lease;
    private readonly DueList _due;
    private readonly ChannelCommands _commands;
    private readonly ChannelAnnouncer _announcer;
    private readonly IChannelObserver _observer;
    private readonly ChannelReports _reports;

    public RedisChannelState(StateServices services, NodeLease lease, IChannelObserver observer, ChannelStateOptions options)
    {
        _services = services;
        _lease = lease;
        _due = new DueList(services, lease.Keys.DueChannels);
        _observer = observer;
        _reports = new ChannelReports(services, lease, observer);
        _announcer = new ChannelAnnouncer(observer);
        _commands = new ChannelCommands(lease, options);
        lease.Add(this);
    }

    /// <summary>The channels that this node has in memory.</summary>
    internal int ChannelCount => _channels.Count;

    /// <inheritdoc />
    public async ValueTask<JoinResult> JoinAsync(JoinRequest request, CancellationToken cancellationToken)
    {
        if ((request.Kind & ChannelKind.Presence) == 0 && request.Member is not null)
        {
            throw new ArgumentException("Only a presence channel has members.", nameof(request));
        }

        await _lease.Ready;
        LocalChannel channel = Enter(request.Group);
        bool isNew;
        Task<JoinResult> joining;
        try
        {
            isNew = channel.TryAdd(request.ConnectionId, request.Member);
            if (isNew)
            {
                channel.Configure(request);
            }

            if (!MayAsk(channel))
            {
                return JoinAlone(channel, request, isNew);
            }

            joining = _commands.JoinAsync(channel, request, reply => OnJoined(channel, request, isNew, reply));
        }
        finally
        {
            channel.Sync.Exit();
        }

        try
        {
            return await joining;
        }
        catch (IOException e)
        {
            _lease.OnFailure(e);
            lock (channel.Sync)
            {
                GoAlone(channel);
                return JoinAlone(channel, request, isNew);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask LeaveAsync(string group, string connectionId, LeaveReason reason, CancellationToken cancellationToken)
    {
        if (!_channels.TryGetValue(group, out LocalChannel? channel))
        {
            return;
        }

        LocalConnection connection;
        string? departed;
        Task leaving;
        lock (channel.Sync)
        {
            if (!channel.TryRemove(connectionId, out connection, out departed))
            {
                return;
            }

            if (!MayAsk(channel))
            {
                LeaveAlone(channel, connection, departed);
                return;
            }

            leaving = _commands.LeaveAsync(channel, connectionId, reason, reply => OnLeft(channel, connection, reply));
        }

        try
        {
            await leaving;
        }
        catch (IOException e)
        {
            _lease.OnFailure(e);
            lock (channel.Sync)
            {
                GoAlone(channel);
                LeaveAlone(channel, connection, departed);
            }
        }
    }

    /// <inheritdoc />
    public async ValueTask PublishCachedAsync(
        string group, CachedEvent last, TimeSpan lifetime, object publication, CancellationToken cancellationToken)
    {
        await _lease.Ready;
        _channels.TryGetValue(group, out LocalChannel? channel);
        if (_lease.IsShared)
        {
            try
            {
                await _commands.PublishAsync(group, last, lifetime, version => OnPublished(group, publication, version));
                return;
            }
            catch (IOException e)
            {
                _lease.OnFailure(e);
            }
        }

        if (channel is not null)
        {
            lock (channel.Sync)
            {
                if (channel.Phase != ChannelPhase.Dropped)
                {
                    GoAlone(channel);
                    channel.Unshared = new UnsharedEvent(last, _services.Time.GetTimestamp(), lifetime);
                    _observer.OnPublished(group, publication, channel.Mirror.Advance());
                    return;
                }
            }
        }

        // Nobody here would get it from this node's memory.
        _observer.OnPublished(group, publication, 0);
    }

    private JoinResult OnJoined(LocalChannel channel, JoinRequest request, bool isNew, RespValue reply)
    {
        RespValue[] items = reply.Items;
        lock (channel.Sync)
        {
            if (items[0].IsText("lost"u8))
            {
                throw Lost();
            }

            if (items[0].IsText("full"u8))
            {
                if (isNew)
                {
                    channel.TryRemove(request.ConnectionId, out _, out _);
                }

                DropIfUnused(channel);
                throw Full();
            }

            long version = items[1].AsInteger();
            PresenceMember[] members = ChannelReply.Members(items[3]);
            channel.SetReported(request.ConnectionId);
            channel.Mirror.Begin(version, members);
            channel.Mirror.See(version);
            channel.Mirror.ConnectionCount = (int)items[2].AsInteger();
            _announcer.EndAwaiting(channel);
            _reports.Tell(items[5]);
            return new JoinResult
            {
                Version = version,
                ConnectionCount = channel.Mirror.ConnectionCount,
                Members = members,
                Cached = ChannelReply.Cached(items[4]),
            };
        }
    }

    private bool OnLeft(LocalChannel channel, LocalConnection connection, RespValue reply)
    {
        if (connection.IsReported && reply.Items[1].AsInteger() == 0)
        {
            throw Lost();
        }

        lock (channel.Sync)
        {
            _reports.Tell(reply.Items[0]);
            DropIfUnused(channel);
            return true;
        }
    }

    private bool OnPublished(string group, object publication, long version)
    {
        if (_channels.TryGetValue(group, out LocalChannel? channel))
        {
            lock (channel.Sync)
            {
                channel.Mirror.See(version);
                _observer.OnPublished(group, publication, version);
            }
        }
        else
        {
            _observer.OnPublished(group, publication, version);
        }

        return true;
    }

    private JoinResult JoinAlone(LocalChannel channel, JoinRequest request, bool isNew)
    {
        bool isReported = isNew && channel.IsReportedBeside(request.ConnectionId, request.Member);
        if (isNew && !_announcer.TryJoin(channel, request))
        {
            channel.TryRemove(request.ConnectionId, out _, out _);
            DropIfUnused(channel);
            throw Full();
        }

        if (isReported)
        {
            channel.SetReported(request.ConnectionId);
        }

        return new JoinResult
        {
            Version = channel.Mirror.Version,
            ConnectionCount = channel.Mirror.ConnectionCount,
            Members = [.. channel.Mirror.Members.Values],
            Cached = channel.Unshared is { } unshared && unshared.Remaining(_services.Time) > TimeSpan.Zero ? unshared.Event : null,
        };
    }

    private void LeaveAlone(LocalChannel channel, LocalConnection connection, string? departed)
    {
        channel.KeepDeparture(connection, departed);
        _announcer.Leave(channel, departed);
        DropIfUnused(channel);
    }

    private static IOException Lost() => new("Redis does not have what this node brought there: it has lost its data, or the node was given up.");

    private static ChannelRefusedException Full() =>
        new(ChannelRefusedException.LimitReached, OverCapacity, "The channel is full.");
}
