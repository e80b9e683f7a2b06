// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Backplane;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Groups;
using Bridge.Core.Mapping;
using Bridge.Core.Presence;
using Bridge.Core.Users;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Logging;

namespace Bridge.Core.Hubs;

/// <summary>
/// The channels of one hub on this node: who is connected, who is on what, and the shared state behind it. Everything that
/// joins, leaves or publishes, whatever its dialect, comes through here.
/// </summary>
internal abstract partial class HubChannels : IChannelPublisher
{
    private readonly MembershipChanges _changes = new();
    private readonly NativeEventEncoder _nativeEncoder;
    private readonly Type _hubType;
    private readonly bool _isChannelHub;
    private readonly IReadOnlyList<IChannelActivityObserver> _activityObservers;
    private readonly IReadOnlyList<IChannelPublicationObserver> _publicationObservers;
    private readonly ILogger _logger;

    protected HubChannels(Type hubType, IReadOnlyList<IHubProtocol> protocols, HubServices services, HubMap map)
    {
        _isChannelHub = typeof(ChannelHub).IsAssignableFrom(hubType);
        _hubType = hubType;
        _activityObservers = services.ActivityObservers;
        _publicationObservers = services.PublicationObservers;
        Map = map;
        Namespaces = services.Namespaces;
        Delivery = services.Delivery;
        Json = services.Json;
        Registry = new HubRegistry(CreateGroup);
        _logger = services.LoggerFactory.CreateLogger<HubChannels>();
        _nativeEncoder = new NativeEventEncoder(withChannel: _isChannelHub, map);
        _protocols = protocols;
        _remoteReader = new RemoteInvocationReader(protocols, Json, _logger);
        string hubName = hubType.FullName ?? hubType.Name;
        State = services.ChannelStates.Create(hubName, this);
        Users = services.UserStates.Create(hubName, this);

        // Last: other nodes may be heard from now on.
        _backplane = services.Backplanes?.Create(hubType, this);
        _history = CreateHistory(services.History);
    }

    /// <summary>What the hub is to legacy clients.</summary>
    public HubMap Map { get; }

    public IChannelNamespaces Namespaces { get; }

    public DeliveryEngine Delivery { get; }

    public HubJson Json { get; }

    public HubRegistry Registry { get; }

    public IChannelState State { get; }

    public IUserState Users { get; }

    /// <summary>The joins and leaves that are being made.</summary>
    internal int ChangesUnderWay => _changes.Count;

    /// <summary>The message in a form that every kind of client can get.</summary>
    /// <param name="message">The message.</param>
    /// <param name="channel">The channel's name as clients know it, or null.</param>
    public EncodedMessage Encode(InvocationMessage message, string? channel) => new OwnMessage(message, channel, Map, _nativeEncoder);

    /// <summary>The name of a group's channel as clients know it; null when they know it by none.</summary>
    /// <param name="group">The hub group.</param>
    public string? ChannelOf(string group) =>
        Map.Names.ChannelOf(group) is { } name ? Namespaces.Find(name)?.ChannelOf(name) ?? name : null;

    /// <summary>The user's id as clients know it.</summary>
    /// <param name="userId">The user.</param>
    public string UserOf(string userId) => Namespaces.Find(userId)?.ChannelOf(userId) ?? userId;

    public async ValueTask ConnectAsync(HubMember member)
    {
        Registry.Add(member);
        await SubscribeAsync(BackplaneAddress.Connection(member.ConnectionId));
        if (member is DialectMember dialect && dialect.DialectConnection.Attach(member) is { } signIn)
        {
            await SignInAsync(member, signIn);
            return;
        }

        if (member.Connection.UserIdentifier is { } userId)
        {
            member.UserId = userId;
            await AddToUserAsync(userId, member);
            await Users.SignInAsync(userId, member.ConnectionId, CancellationToken.None);
        }
    }

    public async ValueTask DisconnectAsync(HubMember member)
    {
        string[] groups = member.Disconnect();
        if (Registry.Remove(member))
        {
            _backplane?.Unsubscribe(BackplaneAddress.Connection(member.ConnectionId));
        }

        foreach (string group in groups)
        {
            // One that can't be left must not keep the others.
            await TryLeaveAsync(member, group, LeaveReason.Disconnected);
        }

        await SignOutAsync(member);
    }

    /// <summary>Makes a connection a member of a group.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="group">The group.</param>
    /// <param name="join">The subscription that it joins with, or null when the hub adds it by itself.</param>
    /// <exception cref="ChannelRefusedException">The channel does not take the connection.</exception>
    public async Task JoinAsync(HubMember member, string group, ChannelJoin? join)
    {
        using MembershipChanges.Turn turn = await _changes.EnterAsync(member, group);
        join = join is { IsOver: true } ? null : join;
        JoinRequest request = RequestFor(member, group, join);
        Membership? added = Registry.Join(member, group, held: join is not null);
        if (added is null && (join is null || !member.TryFind(group, out _)))
        {
            // On it already and nobody asks for the present state, or the connection has ended.
            return;
        }

        if (added is not null)
        {
            added.UserId = request.Member?.UserId;
            join?.Membership = added;
        }

        try
        {
            if (added is not null)
            {
                // Before the shared state is read: what changes from then on is heard.
                await SubscribeAsync(BackplaneAddress.Group(group));
                if (added.Group.History is { } history)
                {
                    await history.GetPositionAsync();
                }

                if (join is not null)
                {
                    CheckRoom(member, request);
                }
            }

            if (join is { WantsStart: true } && member.TryFind(group, out Membership? membership))
            {
                await StartAsync(membership.Group.History, join);
            }

            JoinResult result = await State.JoinAsync(request, CancellationToken.None);
            join?.Result = result;
        }
        catch (ChannelRefusedException refusal)
        {
            join?.Refusal = refusal;
            if (added is not null)
            {
                Forget(member, group);
            }

            throw;
        }
        catch (Exception) when (added is not null)
        {
            // Nobody knows whether the join reached the shared state.
            Forget(member, group);
            await State.LeaveAsync(group, member.ConnectionId, LeaveReason.Unsubscribed, CancellationToken.None);
            throw;
        }
    }

    /// <summary>Ends a connection's membership.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="group">The group.</param>
    /// <param name="reason">Why.</param>
    public async Task LeaveAsync(HubMember member, string group, LeaveReason reason)
    {
        using MembershipChanges.Turn turn = await _changes.EnterAsync(member, group);
        if (Forget(member, group))
        {
            await State.LeaveAsync(group, member.ConnectionId, reason, CancellationToken.None);
        }
    }

    /// <summary>Ends a connection's membership; a failure is logged, for there is nobody to tell.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="group">The group.</param>
    /// <param name="reason">Why.</param>
    public async Task TryLeaveAsync(HubMember member, string group, LeaveReason reason)
    {
        try
        {
            await LeaveAsync(member, group, reason);
        }
        catch (Exception e)
        {
            LogLeaveFailed(e);
        }
    }

    /// <summary>Makes a dialect connection one of a user's.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="signIn">The sign-in, with its answer.</param>
    public ValueTask SignInAsync(HubMember member, DialectSignIn signIn) =>
        SignInAsync(member, signIn.User, signIn.Namespace, () =>
        {
            foreach (OutboundMessage message in signIn.Answer)
            {
                ((DialectMember)member).Outbox.Post(message);
            }
        });

    /// <summary>Makes a connection one of a user's.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="user">The user that it proved to be.</param>
    /// <param name="space">The namespace that the user belongs to.</param>
    /// <param name="answer">Answers the client; called before the connection gets anything as that user.</param>
    public async ValueTask SignInAsync(HubMember member, SignedInUser user, ChannelNamespace space, Action? answer = null)
    {
        string userId = space.GroupOf(user.UserId);
        if (member.UserId != userId)
        {
            await SignOutAsync(member);
        }

        member.User = user;
        member.UserId = userId;
        member.Connection.UserIdentifier = userId;
        await AddToUserAsync(userId, member, answer);
        await Users.SignInAsync(userId, member.ConnectionId, CancellationToken.None);
        if (space.Settings.Watchlists && user.Watchlist.Count > 0)
        {
            string[] watched = [.. user.Watchlist.Select(space.GroupOf)];
            await Users.WatchAsync(member.ConnectionId, watched, CancellationToken.None);
        }

        if (member.IsDisconnected)
        {
            // The connection ended meanwhile, and its end may have found nothing to undo yet.
            await SignOutAsync(member);
        }
    }

    private async ValueTask SignOutAsync(HubMember member)
    {
        Users.Unwatch(member.ConnectionId);
        if (member.UserId is { } userId)
        {
            RemoveFromUser(userId, member);
            await Users.SignOutAsync(userId, member.ConnectionId, CancellationToken.None);
        }
    }

    private bool Forget(HubMember member, string group)
    {
        if (!member.TryForget(group, out Membership? membership))
        {
            return false;
        }

        Registry.Leave(membership);
        _backplane?.Unsubscribe(BackplaneAddress.Group(group));
        return true;
    }

    [LoggerMessage(1101, LogLevel.Error, "Leaving a channel failed.", EventName = "LeaveFailed")]
    private partial void LogLeaveFailed(Exception exception);
}
