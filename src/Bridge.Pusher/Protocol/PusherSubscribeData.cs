// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Protocol;

/// <summary>The data of <c>pusher:subscribe</c> and <c>pusher:unsubscribe</c>; null is what is missing or not a string.</summary>
/// <param name="Channel">The channel's name.</param>
/// <param name="Auth">The app's key and a signature, <c>KEY:HEX</c>; empty for channels without authorisation.</param>
/// <param name="ChannelData">What the signature covers besides the channel, exactly as it came.</param>
internal readonly record struct PusherSubscribeData(string? Channel, string? Auth, string? ChannelData)
{
    private static readonly byte[][] Names = ["channel"u8.ToArray(), "auth"u8.ToArray(), "channel_data"u8.ToArray()];

    /// <summary>Reads it; never throws.</summary>
    /// <param name="frame">The message.</param>
    public static PusherSubscribeData Read(PusherFrame frame)
    {
        string?[] values = JsonMembers.ReadStrings(frame.Data, Names);
        return new PusherSubscribeData(values[0], values[1], values[2]);
    }
}
