// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Authorization;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Presence;
using Bridge.Pusher.Protocol;
using Microsoft.Extensions.Logging;

namespace Bridge.Pusher.Connections;

/// <content>Subscribing and unsubscribing.</content>
internal sealed partial class PusherSession
{
    private async ValueTask SubscribeAsync(PusherSubscribeData data)
    {
        int maxLength = Namespace.Settings.MaxChannelNameLength;
        if (data.Channel is not { } channel)
        {
            connection.Send(Error(null, PusherErrorText.InvalidChannel(maxLength)));
            return;
        }

        if (!ChannelName.IsValid(channel, maxLength))
        {
            Refuse(channel, ChannelRefusedException.InvalidName, 400, PusherErrorText.InvalidChannel(maxLength));
            return;
        }

        ChannelGrant grant;
        try
        {
            grant = await context.Authorizer.AuthorizeAsync(RequestFor(channel, data), connection.ConnectionClosed);
        }
        catch (Exception e) when (!connection.ConnectionClosed.IsCancellationRequested)
        {
            LogAuthorizerFailed(context.Logger, e, connection.ConnectionId);
            Refuse(channel, ChannelRefusedException.ServerError, 500, PusherErrorText.AuthorizationFailed);
            return;
        }

        if (!grant.IsAllowed)
        {
            Refuse(channel, ChannelRefusedException.AuthError, 401, grant.Refusal);
            return;
        }

        _isAuthorized |= ChannelName.NeedsAuthorization(ChannelName.KindOf(channel));
        if (await connection.SubscribeAsync(Namespace, channel, grant, data.ChannelData) is { } refused)
        {
            OnSubscribed(refused, null);
        }
    }

    private ValueTask UnsubscribeAsync(PusherSubscribeData data) =>
        data.Channel is null ? ValueTask.CompletedTask : connection.UnsubscribeAsync(Namespace, data.Channel);

    private void OnSubscribed(ChannelJoin join, string? error)
    {
        string channel = join.Channel;
        if (join.Refusal is { } refusal)
        {
            connection.Refuse(join, Refusal(channel, refusal.Type, refusal.Status, refusal.Message));
        }
        else if (error is not null)
        {
            HubError hubError = HubError.Of(error);
            connection.Refuse(join, Refusal(channel, hubError.Type, hubError.Status, hubError.Text));
        }
        else if (join.Result is null)
        {
            connection.Refuse(join, Refusal(channel, ChannelRefusedException.AuthError, 403, PusherErrorText.NotAdmitted));
        }
        else
        {
            connection.Acknowledge(join, Success(channel, join.Result));
        }
    }

    private static List<OutboundMessage> Success(string channel, JoinResult result)
    {
        ChannelKind kind = ChannelName.KindOf(channel);
        List<OutboundMessage> answer =
        [
            OutboundMessage.Text((channel, result, kind), static (state, output) =>
            {
                if ((state.kind & ChannelKind.Presence) != 0)
                {
                    PusherMessages.WriteSubscriptionSucceeded(output, state.channel, state.result.Members);
                }
                else
                {
                    PusherMessages.WriteSubscriptionSucceeded(output, state.channel);
                }
            }, isControl: true),
        ];

        if ((kind & ChannelKind.Cache) != 0)
        {
            answer.Add(OutboundMessage.Text((channel, result.Cached), static (state, output) =>
            {
                if (state.Cached is { } cached)
                {
                    PusherMessages.WriteEvent(output, cached.Name, state.channel, cached.Data.Span);
                }
                else
                {
                    PusherMessages.WriteCacheMiss(output, state.channel);
                }
            }, isControl: true));
        }

        return answer;
    }

    private void Refuse(string channel, string type, int status, string reason)
    {
        foreach (OutboundMessage message in Refusal(channel, type, status, reason))
        {
            connection.Send(message);
        }
    }

    /// <summary>Both messages, since each official client reads one of them only (docs/specs/pusher.md, "Errors and closing").</summary>
    private static OutboundMessage[] Refusal(string channel, string type, int status, string reason) =>
    [
        OutboundMessage.Text(
            (channel, type, status, reason),
            static (state, output) => PusherMessages.WriteSubscriptionError(output, state.channel, state.type, state.reason, state.status),
            isControl: true),
        Error(null, reason),
    ];

    private ChannelAuthorizationRequest RequestFor(string channel, PusherSubscribeData data) => new()
    {
        Namespace = Namespace,
        Channel = channel,
        Kind = ChannelName.KindOf(channel),
        SocketId = connection.ConnectionId,
        Principal = connection.User,
        User = connection.SignedInUser,
        Auth = data.Auth,
        ChannelData = data.ChannelData,
    };

    [LoggerMessage(3201, LogLevel.Error, "The channel authorizer failed on connection {ConnectionId}.", EventName = "AuthorizerFailed")]
    private static partial void LogAuthorizerFailed(ILogger logger, Exception exception, string connectionId);
}
