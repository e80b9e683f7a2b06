// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Pusher.Protocol;

/// <summary>Turns what hubs send to their clients into Pusher events.</summary>
/// <param name="json">The app's own JSON hub protocol, so that arguments keep its naming and converters.</param>
internal sealed class PusherEventEncoder(HubJson json)
{
    /// <summary>An event has one data: a single argument as it is, several or none as an array.</summary>
    private static readonly ReadOnlySpanAction<byte, (InvocationMessage Message, string? Channel, IBufferWriter<byte> Output)> WriteEvent =
        static (arguments, state) => PusherMessages.WriteJsonEvent(
            state.Output, state.Message.Target, state.Channel, state.Message.Arguments.Length == 1 ? arguments[1..^1] : arguments);

    /// <summary>
    /// Writes the event. False, with nothing written, for a call that wants a result: no Pusher client can give one.
    /// </summary>
    /// <param name="message">The invocation.</param>
    /// <param name="channel">The channel of the group that it is sent to, or null when it is sent to no group;
    /// a <see cref="ChannelEventMessage"/> brings its own.</param>
    /// <param name="output">Where to.</param>
    public bool TryEncode(InvocationMessage message, string? channel, IBufferWriter<byte> output)
    {
        if (message.InvocationId is not null)
        {
            return false;
        }

        switch (message)
        {
            case ChannelEventMessage { IsNews: true } news:
                WriteNews(news, output);
                break;
            case ChannelEventMessage published:
                PusherMessages.WriteEvent(
                    output, published.Target, published.Channel, published.Data.StringToken.Span, published.UserId);
                break;
            default:
                json.ReadArguments(message, (message, channel, output), WriteEvent);
                break;
        }

        return true;
    }

    private static void WriteNews(ChannelEventMessage news, IBufferWriter<byte> output)
    {
        string? channel = news.Target == ChannelNews.WatchlistEvents ? null : news.Channel;
        PusherMessages.WriteEvent(output, PusherEventNames.OfNews(news.Target), channel, news.Data.StringToken.Span);
    }
}
