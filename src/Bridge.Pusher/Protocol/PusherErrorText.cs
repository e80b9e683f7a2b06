// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Protocol;

/// <summary>The texts of <c>pusher:error</c> messages that have no code and leave the connection as it is.</summary>
internal static class PusherErrorText
{
    /// <summary>The app does not allow client events.</summary>
    public const string ClientEventsDisabled =
        "To send client events, you must enable this feature in the Settings page of your dashboard.";

    /// <summary>A client event lacks its channel or its data.</summary>
    public const string InvalidClientEvent = "Invalid client event (must contain channel and data)";

    /// <summary>A message is not a JSON object with an event's name.</summary>
    public const string MalformedMessage = "Invalid message: not a JSON object with an event name";

    /// <summary>A connection that is signed in wants to be another user.</summary>
    public const string SignedInAsAnother = "The connection is already signed in as another user";

    /// <summary>The app's own authorizer failed.</summary>
    public const string AuthorizationFailed = "The server could not decide about the subscription";

    /// <summary>The hub's method did not put the connection into the channel's group.</summary>
    public const string NotAdmitted = "The hub did not admit the connection to the channel";

    private const int MaxNameLength = 200;

    /// <summary>A subscription names no channel, or one that cannot be.</summary>
    /// <param name="maxLength">The longest name that the app allows.</param>
    public static string InvalidChannel(int maxLength) =>
        $"Invalid channel name: 1 to {maxLength} characters of A-Za-z0-9_-=@,.; are allowed";

    /// <summary>A client sent an event that means nothing to the server.</summary>
    /// <param name="name">The event's name; a long one is cut.</param>
    public static string UnsupportedEvent(string name) =>
        $"Unsupported event received on socket: {name.AsSpan(0, Math.Min(name.Length, MaxNameLength))}";
}
