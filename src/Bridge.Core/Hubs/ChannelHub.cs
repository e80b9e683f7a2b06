// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Groups;
using Bridge.Core.History;
using Bridge.Core.Presence;
using Bridge.Core.Users;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Hubs;

/// <summary>
/// The hub whose groups are channels: native clients get the same channels under the same rules as legacy clients.
/// </summary>
/// <remarks>
/// Channel events come to native clients as invocations of the event's name with (data, {channel, userId?, offset?}), and what
/// happens on a channel under the names of <see cref="ChannelNews"/>. All methods fail with a <see cref="HubException"/>
/// that says why.
/// </remarks>
/// <param name="authorizer">Decides who may join what.</param>
/// <param name="users">Checks who signs in.</param>
public class ChannelHub(IChannelAuthorizer authorizer, IUserAuthenticator users) : Hub
{
    private HubMember Member => Context.Features.Get<HubMember>()
        ?? throw new HubException("The hub's lifetime manager is not the bridge's: call AddBridge after all other registrations.");

    private HubChannels Channels => Member.Channels;

    /// <summary>The id that signatures for this connection are made over: two numbers with a point between.</summary>
    public string GetSocketId() => Channels.Registry.PublishSocketId(Member);

    /// <summary>
    /// Subscribes to a channel. The answer is there before the channel's first event. Subscribing again is harmless and
    /// answers with the present state.
    /// </summary>
    /// <param name="channel">The channel, with the group prefix of its app if there is one.</param>
    /// <param name="request">
    /// The proof that private and presence channels need, and where to go on in the channel's history; null, or left out, without both.
    /// </param>
    /// <returns>What applies to the kind of channel: members, count, the cached event, the place in the history.</returns>
    /// <exception cref="HubException">
    /// The subscription is refused (<see cref="ChannelRefusedException"/>), or the offset is negative.
    /// </exception>
    public async Task<SubscribeResult> Subscribe(string channel, SubscribeRequest? request)
    {
        if (Member is not NativeMember member)
        {
            // The dialect has authorised the subscription, and answers it in its own words.
            try
            {
                await Groups.AddToGroupAsync(Context.ConnectionId, channel, Context.ConnectionAborted);
            }
            catch (ChannelRefusedException)
            {
                // The join has noted it. Let out of here it would be logged as a failure of the hub, which it is not.
            }

            return SubscribeResult.None;
        }

        if (request?.Offset < 0)
        {
            throw new HubException("An offset is a whole number from 0 on.");
        }

        HubChannel target = HubChannel.Of(channel, Channels.Namespaces);
        ChannelGrant grant = await authorizer.AuthorizeAsync(RequestFor(target, request), Context.ConnectionAborted);
        if (!grant.IsAllowed)
        {
            throw new ChannelRefusedException(ChannelRefusedException.AuthError, 401, grant.Refusal);
        }

        ChannelJoin join = await JoinAsync(member, target, grant, request);
        return SubscribeResult.From(target, join, text => Channels.Json.FromJson(text, member.Connection.Protocol));
    }

    /// <summary>Ends a subscription; harmless when there is none.</summary>
    /// <param name="channel">The channel, with the group prefix of its app if there is one.</param>
    public Task Unsubscribe(string? channel) => channel is null
        ? Task.CompletedTask
        : Groups.RemoveFromGroupAsync(Context.ConnectionId, channel, CancellationToken.None);

    /// <summary>Sends an event to all other subscribers of a private or presence channel that this connection is subscribed to.</summary>
    /// <param name="channel">The channel, with the group prefix of its app if there is one.</param>
    /// <param name="event">The event's name, which starts with <c>client-</c>.</param>
    /// <param name="data">The event's data, any JSON.</param>
    /// <exception cref="HubException">The event breaks a rule of the channel.</exception>
    public Task Trigger(string channel, string @event, object? data)
    {
        HubMember member = Member;
        try
        {
            return PublishAsync(member, channel, @event, data);
        }
        catch (HubException refusal) when (member is DialectMember dialect)
        {
            // Let out of here it would be logged as a failure of the hub, which it is not.
            dialect.DialectConnection.Session.OnEventRefused(refusal.Message);
            return Task.CompletedTask;
        }
    }

    /// <summary>Signs the connection in as a user: events for the user reach it, and it may watch others.</summary>
    /// <param name="request">The signed user data.</param>
    /// <returns>The id of the user.</returns>
    /// <exception cref="HubException">The signature or the data is wrong, or the connection is signed in as somebody else.</exception>
    public async Task<string> SignIn(SignInRequest? request)
    {
        HubMember member = Member;
        UserSignIn signIn = users.Authenticate(GetSocketId(), request?.Auth, request?.UserData);
        if (!signIn.IsAccepted)
        {
            throw new HubException(signIn.Refusal);
        }

        if (member.User is not null && member.UserId != signIn.Namespace.GroupOf(signIn.User.UserId))
        {
            throw new HubException("The connection is already signed in as another user.");
        }

        await Channels.SignInAsync(member, signIn.User, signIn.Namespace);
        return signIn.User.UserId;
    }

    private Task PublishAsync(HubMember member, string channel, string name, object? data)
    {
        HubChannel target = HubChannel.Of(channel, Channels.Namespaces);
        EventData eventData = HubEventData.From(data, member, Channels.Json);
        Membership membership = ClientEventRules.Check(member, target, name, eventData);
        if (member is NativeMember && !member.ClientEventRate.TryTake(target.Settings.ClientEventsPerSecond, Channels.Delivery.Context.Time))
        {
            throw new HubException($"More than {target.Settings.ClientEventsPerSecond} client events in a second; this one was dropped.");
        }

        var channelEvent = new ChannelEvent
        {
            Group = channel,
            Name = name,
            Data = eventData,
            ExceptSocketId = Context.ConnectionId,
            UserId = membership.UserId,
            IsClientEvent = true,
        };
        if (target.Settings.ReportsActivity)
        {
            Channels.Report(new ChannelActivity(ChannelActivityKind.ClientEvent, channel) { ClientEvent = channelEvent, SocketId = GetSocketId() });
        }

        return Channels.PublishAsync(channelEvent).AsTask();
    }

    private async Task<ChannelJoin> JoinAsync(NativeMember member, HubChannel target, ChannelGrant grant, SubscribeRequest? request)
    {
        var join = new ChannelJoin(0, target.Group, grant)
        {
            WantsStart = true,
            IsResuming = request?.Offset is not null,
            ResumeAt = request is { Epoch: { } epoch, Offset: { } offset } ? new HistoryPosition(epoch, offset) : null,
        };
        await Channels.JoinAsync(member, target.Group, join);
        JoinResult result = join.Result ?? throw new HubException("The connection has ended.");
        if (join.Membership is NativeMembership added)
        {
            var release = new SubscribeRelease(added, result.Version, join.Start, Channels.OpeningOf(target, join));
            if (member.Acknowledgements?.TryDefer(target.Group, release) != true)
            {
                release.Execute();
            }
        }

        return join;
    }

    private ChannelAuthorizationRequest RequestFor(HubChannel target, SubscribeRequest? request) => new()
    {
        Namespace = target.Namespace,
        Channel = target.Channel,
        Kind = target.Kind,
        SocketId = GetSocketId(),
        Principal = Context.User,
        User = Member.UserOf(target.Namespace),
        Auth = request?.Auth,
        ChannelData = request?.ChannelData,
    };
}
