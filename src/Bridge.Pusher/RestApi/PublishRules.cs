// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Connections;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Protocol;

namespace Bridge.Pusher.RestApi;

/// <summary>Checks what a request wants to publish against the protocol and the app's limits.</summary>
internal static class PublishRules
{
    /// <summary>Checks a batch and its events; null when all of them are good.</summary>
    public static HttpError? Check(BatchRequest request, PusherAppLimits limits)
    {
        if (request.Count is not > 0)
        {
            return HttpError.Missing("batch");
        }

        if (request.Count > limits.MaxEventsPerBatch)
        {
            return HttpError.BadRequest($"Batch too large ({request.Count} > {limits.MaxEventsPerBatch})");
        }

        foreach (PublishRequest publish in request.Events)
        {
            if (Check(publish, limits) is { } refused)
            {
                return refused;
            }

            if (publish.Channels.Count > 1)
            {
                return HttpError.BadRequest("Each event of a batch goes to one channel");
            }
        }

        return CheckIdempotencyKey(request.IdempotencyKey, limits);
    }

    /// <summary>Checks an event; null when it is good, and then it has a name, data, channels and attributes.</summary>
    public static HttpError? Check(PublishRequest request, PusherAppLimits limits)
    {
        if (string.IsNullOrEmpty(request.Name))
        {
            return HttpError.Missing("name");
        }

        if (request.Data is null)
        {
            return HttpError.Missing("data");
        }

        if (request.SocketId is { } socketId && !SocketId.IsValid(socketId))
        {
            return HttpError.BadRequest($"Invalid socket_id: '{UntrustedText.Show(socketId)}'");
        }

        if (request.DataBytes > limits.MaxEventBytes)
        {
            return HttpError.TooLarge(
                $"The data content of this event exceeds the allowed maximum ({limits.MaxEventBytes} bytes). See https://pusher.com/docs/channels/server_api/http-api#publishing-events for more info");
        }

        if (!ChannelAttributeList.TryParse(request.Info, ChannelAttributes.Counts, out ChannelAttributes attributes))
        {
            return ChannelAttributeList.Error;
        }

        request.Attributes = attributes;
        return CheckName(request.Name, limits)
            ?? CheckChannels(request.Channels, limits)
            ?? CheckIdempotencyKey(request.IdempotencyKey, limits);
    }

    /// <summary>Checks the name of a channel; null when it is good.</summary>
    public static HttpError? CheckChannel(string channel, PusherAppLimits limits) =>
        ChannelName.IsValid(channel, limits.MaxChannelNameLength)
            ? null
            : HttpError.BadRequest($"Invalid channel name: '{UntrustedText.Show(channel)}'");

    private static HttpError? CheckIdempotencyKey(string? key, PusherAppLimits limits) =>
        key is null || (key.Length > 0 && key.Length <= limits.MaxIdempotencyKeyLength)
            ? null
            : HttpError.BadRequest($"An idempotency_key is 1 to {limits.MaxIdempotencyKeyLength} characters");

    private static HttpError? CheckName(string name, PusherAppLimits limits)
    {
        if (name.Length > limits.MaxEventNameLength)
        {
            return HttpError.BadRequest($"The event name is longer than {limits.MaxEventNameLength} characters");
        }

        return PusherEventNames.IsReserved(name)
            ? HttpError.BadRequest("Event names starting with 'pusher:' or 'pusher_internal:' are reserved")
            : null;
    }

    private static HttpError? CheckChannels(List<string> channels, PusherAppLimits limits)
    {
        if (channels.Count == 0)
        {
            return HttpError.Missing("channel");
        }

        if (channels.Count > limits.MaxChannelsPerEvent)
        {
            return HttpError.BadRequest($"Too many channels ({channels.Count} > {limits.MaxChannelsPerEvent})");
        }

        foreach (string channel in channels)
        {
            if (CheckChannel(channel, limits) is { } invalid)
            {
                return invalid;
            }
        }

        return null;
    }
}
