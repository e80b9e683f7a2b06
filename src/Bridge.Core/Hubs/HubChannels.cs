// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Groups;
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
    private readonly NativeEventEncoder _nativeEncoder;
    private readonly ILogger _logger;

    protected HubChannels(Type hubType, HubServices services)
    {
        bool isChannelHub = typeof(ChannelHub).IsAssignableFrom(hubType);
        Namespaces = services.Namespaces;
        Delivery = services.Delivery;
        Json = services.Json;
        Registry = new HubRegistry(ChannelOf);
        _logger = services.LoggerFactory.CreateLogger<HubChannels>();
        _nativeEncoder = new NativeEventEncoder(services.Json, withChannel: isChannelHub);
        TellsNativesNews = isChannelHub;
        string hubName = hubType.FullName ?? hubType.Name;
        State = services.ChannelStates.Create(hubName, this);
        Users = services.UserStates.Create(hubName, this);
    }

    public IChannelNamespaces Namespaces { get; }

    public DeliveryEngine Delivery { get; }

    public HubJson Json { get; }

    public HubRegistry Registry { get; }

    public IChannelState State { get; }

    public IUserState Users { get; }

    /// <summary>The message in a form that every kind of client can get.</summary>
    /// <param name="message">The message.</param>
    /// <param name="channel">The channel's name as clients know it, or null.</param>
    public EncodedMessage Encode(InvocationMessage message, string? channel) => new(message, channel, _nativeEncoder);

    /// <summary>The name of a group's channel as clients know it.</summary>
    /// <param name="group">The hub group.</param>
    public string ChannelOf(string group) => Namespaces.Find(group)?.ChannelOf(group) ?? group;

    public async ValueTask ConnectAsync(HubMember member)
    {
        Registry.Add(member);
        if (member is DialectMember dialect && dialect.DialectConnection.Attach(member) is { } signIn)
        {
            await SignInAsync(member, signIn);
            return;
        }

        if (member.Connection.UserIdentifier is { } userId)
        {
            member.UserId = userId;
            Registry.Users.Add(userId, member);
            await Users.SignInAsync(userId, member.ConnectionId, CancellationToken.None);
        }
    }

    public async ValueTask DisconnectAsync(HubMember member)
    {
        Registry.Remove(member);
        Users.Unwatch(member.ConnectionId);
        foreach (Membership membership in member.Disconnect())
        {
            Registry.Leave(membership);
            await LeaveStateAsync(membership.Group.Name, member);
        }

        if (member.UserId is { } userId)
        {
            Registry.Users.Remove(userId, member);
            await Users.SignOutAsync(userId, member.ConnectionId, CancellationToken.None);
        }
    }

    /// <summary>Makes a connection a member of a group, with the grant of the subscription that is under way for it.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="group">The group.</param>
    /// <exception cref="ChannelRefusedException">The channel does not take the connection.</exception>
    public async Task JoinAsync(HubMember member, string group)
    {
        ChannelJoin? join = member.FindJoin(group);
        Membership? membership = Registry.Join(member, group, held: join is not null);
        if (membership is null && join is null)
        {
            return;
        }

        JoinRequest request = RequestFor(member, group, join);
        if (membership is not null)
        {
            membership.UserId = request.Member?.UserId;
            join?.Membership = membership;
        }

        try
        {
            JoinResult result = await State.JoinAsync(request, CancellationToken.None);
            join?.Result = result;
        }
        catch (Exception e)
        {
            join?.Refusal = e as ChannelRefusedException;
            Forget(member, group);
            throw;
        }

        if (member.IsDisconnected)
        {
            // The connection ended while it joined: its end may have come before the join reached the shared state.
            await LeaveStateAsync(group, member);
        }
    }

    /// <summary>Ends a connection's membership.</summary>
    /// <param name="member">The connection.</param>
    /// <param name="group">The group.</param>
    public ValueTask LeaveAsync(HubMember member, string group) =>
        Forget(member, group) ? State.LeaveAsync(group, member.ConnectionId, CancellationToken.None) : ValueTask.CompletedTask;

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
        answer?.Invoke();
        string userId = space.GroupOf(user.UserId);
        if (member.UserId is { } previous && previous != userId)
        {
            Registry.Users.Remove(previous, member);
            await Users.SignOutAsync(previous, member.ConnectionId, CancellationToken.None);
        }

        member.User = user;
        member.UserId = userId;
        member.Connection.UserIdentifier = userId;
        Registry.Users.Add(userId, member);
        await Users.SignInAsync(userId, member.ConnectionId, CancellationToken.None);
        if (space.Settings.Watchlists && user.Watchlist.Count > 0)
        {
            string[] watched = [.. user.Watchlist.Select(space.GroupOf)];
            await Users.WatchAsync(member.ConnectionId, watched, CancellationToken.None);
        }
    }

    private JoinRequest RequestFor(HubMember member, string group, ChannelJoin? join)
    {
        ChannelNamespace? space = Namespaces.Find(group);
        ChannelKind kind = space is null ? ChannelKind.Public : ChannelName.KindOf(space.ChannelOf(group));
        PresenceMember? presence = join?.Grant.Member;
        if (presence is null && (kind & ChannelKind.Presence) != 0 && member.UserId is { } userId)
        {
            // A hub that adds a connection to a presence group by itself vouches for it: it is there as its user.
            presence = new PresenceMember(space!.ChannelOf(userId), member.User?.UserInfo);
        }

        return new JoinRequest(group, kind, space?.Settings ?? DefaultSettings, member.ConnectionId, presence);
    }

    private bool Forget(HubMember member, string group)
    {
        if (!member.TryForget(group, out Membership? membership))
        {
            return false;
        }

        Registry.Leave(membership);
        return true;
    }

    private async ValueTask LeaveStateAsync(string group, HubMember member)
    {
        try
        {
            await State.LeaveAsync(group, member.ConnectionId, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The other groups of the connection must still be left.
            LogLeaveFailed(e);
        }
    }

    [LoggerMessage(1101, LogLevel.Error, "Leaving a channel failed at the end of a connection.", EventName = "LeaveFailed")]
    private partial void LogLeaveFailed(Exception exception);
}
