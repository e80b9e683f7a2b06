// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Protocol;

/// <summary>A client's message; <see cref="Data"/> is a slice of it. Made by <see cref="PusherFrameReader"/>.</summary>
internal readonly ref struct PusherFrame(string name, string? channel, ReadOnlySpan<byte> data)
{
    /// <summary>The event's name.</summary>
    public string Event { get; } = name;

    /// <summary>The channel's name, or null when there is none or it is not a string.</summary>
    public string? Channel { get; } = channel;

    /// <summary>The data, one well-formed JSON value in valid UTF-8; empty when the message has none.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;
}
