// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Bridge.Core.Users;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Groups;

/// <summary>A connection of the hub on this node, and the groups that it is on.</summary>
internal abstract class HubMember(HubConnectionContext connection)
{
    private readonly Lock _gate = new();
    private MembershipTable _memberships;
    private EventRate _clientEventRate;
    private bool _disconnected;

    public HubConnectionContext Connection { get; } = connection;

    public string ConnectionId => Connection.ConnectionId;

    /// <summary>The id that the connection is known by at the Pusher edge.</summary>
    public abstract string SocketId { get; }

    /// <summary>The channels of the hub.</summary>
    public required HubChannels Channels { get; init; }

    /// <summary>The user that the connection signed in as, or null.</summary>
    public SignedInUser? User { get; set; }

    /// <summary>The user that the connection counts as: signed in, or authenticated by ASP.NET Core.</summary>
    public string? UserId { get; set; }

    /// <summary>
    /// The user of a namespace that the connection counts as, or null. What ASP.NET Core authenticated is a user of the hub; it
    /// is one of the namespace when it starts with the namespace's prefix, just as groups are.
    /// </summary>
    public SignedInUser? UserOf(ChannelNamespace space)
    {
        if (UserId is not { } userId || userId.Length == space.Prefix.Length || !userId.StartsWith(space.Prefix, StringComparison.Ordinal))
        {
            return null;
        }

        string id = space.ChannelOf(userId);
        return User is { } signedIn && signedIn.UserId == id ? signedIn : new SignedInUser(id, null, []);
    }

    /// <summary>The client events of this connection in this second.</summary>
    public ref EventRate ClientEventRate => ref _clientEventRate;

    /// <summary>The membership in the group of everybody.</summary>
    public Membership? Everybody { get; set; }

    /// <summary>Whether the hub has seen the connection's end.</summary>
    public bool IsDisconnected
    {
        get
        {
            lock (_gate)
            {
                return _disconnected;
            }
        }
    }

    /// <summary>How many groups the connection is on.</summary>
    public int GroupCount
    {
        get
        {
            lock (_gate)
            {
                return _memberships.Count;
            }
        }
    }

    /// <summary>Sends a message to this connection alone.</summary>
    public abstract void Deliver(EncodedMessage message);

    public bool TryFind(string group, [NotNullWhen(true)] out Membership? membership)
    {
        lock (_gate)
        {
            return _memberships.TryFind(group, out membership);
        }
    }

    /// <summary>Notes a membership, unless the connection has ended or is a member already.</summary>
    public bool TryNote(Membership membership)
    {
        lock (_gate)
        {
            return !_disconnected && _memberships.TryAdd(membership);
        }
    }

    public bool TryForget(string group, [NotNullWhen(true)] out Membership? membership)
    {
        lock (_gate)
        {
            return _memberships.TryRemove(group, out membership);
        }
    }

    /// <summary>Ends the connection's right to join.</summary>
    /// <returns>The groups that it must still leave.</returns>
    public string[] Disconnect()
    {
        lock (_gate)
        {
            _disconnected = true;
            return _memberships.Groups;
        }
    }
}
