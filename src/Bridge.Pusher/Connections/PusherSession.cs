// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Core.Delivery;
using Bridge.Core.Users;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Protocol;
using Bridge.Pusher.Users;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Pusher.Connections;

/// <summary>
/// One Pusher client: answers what concerns the protocol alone, and turns subscriptions and client events into invocations of
/// the hub (docs/specs/pusher.md).
/// </summary>
internal sealed partial class PusherSession(
    PusherSessionContext context, PusherApp app, string key, DialectConnection connection, PusherProtocolVersion version)
    : DialectSession
{
    private const string ClientEventId = "e";

    private static readonly OutboundMessage PingMessage = OutboundMessage.Text(PusherMessages.Ping.Span, isControl: true);
    private static readonly OutboundMessage PongMessage = OutboundMessage.Text(PusherMessages.Pong.Span, isControl: true);

    private EventRate _clientEventRate;

    public override ConnectionClose SlowConsumerClose => CloseOf(PusherCloseCode.OverCapacity);

    public override ConnectionClose ShutdownClose => CloseOf(PusherCloseCode.Reconnect);

    public override ConnectionClose DrainingClose => CloseOf(PusherCloseCode.OverCapacity);

    public override ConnectionClose IdleClose => CloseOf(version.AnswersPing ? PusherCloseCode.PongNotReceived : PusherCloseCode.Inactive);

    public override ConnectionClose HubEndedClose => CloseOf(PusherCloseCode.Unauthorized);

    public override OutboundMessage Ping => PingMessage;

    public override void OnOpened()
    {
        if (connection.HttpContext is { } http && !TrustedPage.IsOrigin(app, http.Request))
        {
            connection.User = null;
        }

        Send(
            (connection.ConnectionId, context.Options.ActivityTimeoutSeconds),
            static (state, output) => PusherMessages.WriteConnectionEstablished(output, state.ConnectionId, state.ActivityTimeoutSeconds));
    }

    public override OutboundMessage? Farewell(ConnectionClose close) =>
        close.Code < 4000 ? null : Error(close.Code, close.Reason);

    public override ValueTask OnMessageAsync(ReadOnlyMemory<byte> message)
    {
        if (Revocation is { } close)
        {
            connection.Close(close);
            return ValueTask.CompletedTask;
        }

        if (!PusherFrameReader.TryRead(message.Span, out PusherFrame frame))
        {
            connection.Send(Error(null, PusherErrorText.MalformedMessage));
            return ValueTask.CompletedTask;
        }

        switch (frame.Event)
        {
            case PusherEventNames.Ping:
                connection.Send(PongMessage);
                return ValueTask.CompletedTask;
            case PusherEventNames.Pong:
                return ValueTask.CompletedTask;
            case PusherEventNames.Subscribe:
                return SubscribeAsync(PusherSubscribeData.Read(frame));
            case PusherEventNames.Unsubscribe:
                return UnsubscribeAsync(PusherSubscribeData.Read(frame));
            case PusherEventNames.SignIn:
                return SignInAsync(PusherSignInData.Read(frame));
            default:
                return OnOtherEventAsync(frame, message);
        }
    }

    public override void OnEventRefused(string reason) => connection.Send(Error(null, reason));

    public override void OnHubMessage(HubMessage message)
    {
        switch (message)
        {
            case CompletionMessage completion:
                OnCompletion(completion);
                break;
            case CloseMessage { AllowReconnect: true }:
                connection.Close(CloseOf(PusherCloseCode.Reconnect));
                break;
            case CloseMessage:
                connection.Close(HubEndedClose);
                break;
        }
    }

    private ValueTask OnOtherEventAsync(PusherFrame frame, ReadOnlyMemory<byte> message)
    {
        if (!frame.Event.StartsWith(PusherEventNames.ClientEventPrefix, StringComparison.Ordinal))
        {
            connection.Send(Error(null, PusherErrorText.UnsupportedEvent(frame.Event)));
            return ValueTask.CompletedTask;
        }

        if (frame.Channel is null || frame.Data.IsEmpty)
        {
            connection.Send(Error(null, PusherErrorText.InvalidClientEvent));
            return ValueTask.CompletedTask;
        }

        ChannelSettings settings = Namespace.Settings;
        if (!settings.ClientEvents)
        {
            connection.Send(Error(null, PusherErrorText.ClientEventsDisabled));
            return ValueTask.CompletedTask;
        }

        if (!_clientEventRate.TryTake(settings.ClientEventsPerSecond, context.Time))
        {
            connection.Send(Error(PusherCloseCode.ClientEventRateReached.Code, PusherCloseCode.ClientEventRateReached.Reason));
            return ValueTask.CompletedTask;
        }

        // The data is a slice of the message, which outlives the frame.
        message.Span.Overlaps(frame.Data, out int offset);
        return TriggerAsync(frame.Channel, frame.Event, message.Slice(offset, frame.Data.Length));
    }

    private async ValueTask TriggerAsync(string channel, string name, ReadOnlyMemory<byte> data)
    {
        if (await connection.TriggerAsync(ClientEventId, Namespace, channel, name, data) is { } refusal)
        {
            connection.Send(Error(null, refusal));
        }
    }

    private async ValueTask SignInAsync(PusherSignInData data)
    {
        SignInVerification verification = PusherUserVerifier.Verify(App, connection.ConnectionId, data.Auth, data.UserData);
        if (!verification.IsVerified)
        {
            connection.Close(new ConnectionClose(PusherCloseCode.Unauthorized.Code, verification.Error));
            return;
        }

        SignedInUser user = verification.User;
        if (connection.SignedInUser is { } present && present.UserId != user.UserId)
        {
            connection.Close(new ConnectionClose(PusherCloseCode.Unauthorized.Code, PusherErrorText.SignedInAsAnother));
            return;
        }

        OutboundMessage success = OutboundMessage.Text(data.UserData!, static (text, output) => PusherMessages.WriteSignInSuccess(output, text), isControl: true);
        _isAuthorized = true;
        await connection.SignInAsync(user, Namespace, verification.WatchlistTruncated
            ? [success, Error(PusherCloseCode.WatchlistTooLong.Code, PusherCloseCode.WatchlistTooLong.Reason)]
            : [success]);
    }

    private void OnCompletion(CompletionMessage completion)
    {
        string id = completion.InvocationId!;
        if (id == ClientEventId)
        {
            if (completion.Error is not null)
            {
                connection.Send(Error(null, HubError.Of(completion.Error).Text));
            }
        }
        else if (connection.EndJoin(int.Parse(id, CultureInfo.InvariantCulture)) is { } join)
        {
            OnSubscribed(join, completion.Error);
        }
    }

    private void Send<TState>(TState state, Action<TState, System.Buffers.IBufferWriter<byte>> write) =>
        connection.Send(OutboundMessage.Text(state, write, isControl: true));

    private static ConnectionClose CloseOf(PusherCloseCode code) => new(code.Code, code.Reason);

    /// <summary>The message that says why a connection is refused.</summary>
    internal static OutboundMessage Error(PusherCloseCode refusal) => Error(refusal.Code, refusal.Reason);

    private static OutboundMessage Error(int? code, string message) => OutboundMessage.Text(
        (code, message), static (state, output) => PusherMessages.WriteError(output, state.code, state.message), isControl: true);
}
