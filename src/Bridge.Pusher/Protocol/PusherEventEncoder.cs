// Licensed under the MIT License. See LICENSE in the repository root.

using System.Buffers;
using System.Text.Json;
using Bridge.Core.Channels;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace Bridge.Pusher.Protocol;

/// <summary>Turns what hubs send to their clients into Pusher events.</summary>
/// <param name="json">The app's own JSON hub protocol, so that arguments keep its naming and converters.</param>
internal sealed class PusherEventEncoder(IHubProtocol json)
{
    // Arguments are the app's own and as deep as its serialiser lets them be.
    private static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = int.MaxValue };

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
                PusherMessages.WriteJsonEvent(output, message.Target, channel, DataOf(message));
                break;
        }

        return true;
    }

    private static void WriteNews(ChannelEventMessage news, IBufferWriter<byte> output)
    {
        string? channel = news.Target == ChannelNews.WatchlistEvents ? null : news.Channel;
        PusherMessages.WriteEvent(output, PusherEventNames.OfNews(news.Target), channel, news.Data.StringToken.Span);
    }

    /// <summary>An event has one data: a single argument as it is, several or none as an array.</summary>
    private ReadOnlySpan<byte> DataOf(InvocationMessage message)
    {
        ReadOnlySpan<byte> frame = json.GetMessageBytes(message).Span;
        var reader = new Utf8JsonReader(frame, AnyDepth);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isArguments = reader.ValueTextEquals("arguments"u8);
            reader.Read();
            if (isArguments)
            {
                if (message.Arguments.Length == 1)
                {
                    reader.Read();
                }

                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                return frame[start..(int)reader.BytesConsumed];
            }

            reader.Skip();
        }

        throw new InvalidOperationException($"The hub protocol '{json.Name}' wrote an invocation without arguments.");
    }
}
