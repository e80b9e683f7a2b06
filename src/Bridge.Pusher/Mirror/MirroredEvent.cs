// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;

namespace Bridge.Pusher.Mirror;

/// <summary>An event that waits to be forwarded.</summary>
/// <param name="Channel">The channel as clients know it.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Data">The event's data.</param>
/// <param name="SocketId">The connection of the other service that does not get it, or null.</param>
/// <param name="Timestamp">When it was published.</param>
internal sealed record MirroredEvent(string Channel, string Name, EventData Data, string? SocketId, long Timestamp)
{
    // The objects around the texts.
    private const int Overhead = 250;

    /// <summary>The bytes that it takes while it waits, about.</summary>
    public int Size { get; } = Overhead + (2 * (Channel.Length + Name.Length)) + Data.StringToken.Length;
}
