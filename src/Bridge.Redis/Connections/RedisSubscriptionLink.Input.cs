// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Redis.Resp;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Connections;

/// <content>What Redis sends: messages, and confirmations of subscriptions.</content>
internal sealed partial class RedisSubscriptionLink
{
    public override SequencePosition OnInput(ReadOnlySequence<byte> input)
    {
        lock (_gate)
        {
            _lastInput = Time.GetTimestamp();
            _expectingSince = null;
        }

        var reader = new SequenceReader<byte>(input);
        SequencePosition consumed = input.Start;
        while (!reader.End)
        {
            if (PublishedMessage.IsNext(ref reader))
            {
                if (!PublishedMessage.TryRead(ref reader, RespLimits.Default, out PublishedMessage message))
                {
                    return consumed;
                }

                OnMessage(message);
            }
            else if (RespParser.TryRead(ref reader, RespLimits.Default, out RespValue value))
            {
                OnValue(value);
            }
            else
            {
                return consumed;
            }

            consumed = reader.Position;
        }

        return consumed;
    }

    private void OnMessage(PublishedMessage message)
    {
        RedisSubscription? subscription;
        lock (_gate)
        {
            subscription = message.Channel.IsSingleSegment
                ? _table.Find(message.Channel.FirstSpan)
                : _table.Find(message.Channel.ToArray());
        }

        // A message may still come for a channel that was dropped a moment ago.
        if (subscription is null)
        {
            return;
        }

        try
        {
            subscription.Subscriber.OnMessage(message.Payload);
        }
        catch (Exception e)
        {
            // One message that can't be delivered must not end the delivery of all others.
            Metrics.DeliveryFailed();
            if (_failures.Report(e))
            {
                LogDeliveryFailed(Logger, e);
            }
        }
    }

    private void OnValue(RespValue value)
    {
        if (value.IsError)
        {
            // Nothing tells which command it answers, so none of them can be relied on.
            throw new RedisServerException(value.ToString());
        }

        if (value.Items is [var kind, var channel, ..] && kind.IsText("subscribe"u8))
        {
            RedisSubscription? subscription;
            lock (_gate)
            {
                subscription = _table.Find(channel.Bytes.Span);
                subscription?.Confirm();
            }

            if (subscription is { WasReliedOn: true })
            {
                Metrics.Resubscribed();
                subscription.Subscriber.OnResubscribed();
            }
        }
    }

    [LoggerMessage(4021, LogLevel.Error, "A message from another node could not be delivered; further ones are counted alone until there was none for a minute.", EventName = "DeliveryFailed")]
    private static partial void LogDeliveryFailed(ILogger logger, Exception exception);
}
