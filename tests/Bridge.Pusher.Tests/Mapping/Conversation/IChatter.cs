// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.Mapping.Conversation;

/// <summary>Somebody who takes part in the conversation, whatever their client.</summary>
public interface IChatter
{
    /// <summary>Null when the hub lets them in, else its words.</summary>
    Task<string?> JoinAsync(string room);

    Task LeaveAsync(string room);

    /// <summary>Says something of which nothing may come back but what is received.</summary>
    Task SayAsync(string room, object line);

    /// <summary>Says something that the hub refuses, and gives its words.</summary>
    Task<string> SayInVainAsync(string room, object line);

    /// <summary>The next thing received: the name of the client method and its argument.</summary>
    /// <param name="room">Where it is heard, empty for what is said to the connection; legacy clients are told.</param>
    Task<string> HearAsync(string room);
}
