// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Presence;

namespace Bridge.Pusher.Connections;

/// <summary>What SignalR's answer to an invocation that failed means to a Pusher client (docs/specs/signalr.md, "Invocations").</summary>
/// <param name="Type">The type of a subscription error.</param>
/// <param name="Status">Its status.</param>
/// <param name="Text">The words for the client.</param>
internal readonly record struct HubError(string Type, int Status, string Text)
{
    // In front of the words of an exception stand SignalR's own and the name of the exception's type.
    private const string Exception = "Exception: ";
    private const string HubException = "Hub" + Exception;
    private const string Unauthorized = "because user is unauthorized";

    /// <summary>Reads it.</summary>
    /// <param name="error">The error of a completion.</param>
    public static HubError Of(string error)
    {
        if (error.EndsWith(Unauthorized, StringComparison.Ordinal))
        {
            return new HubError(ChannelRefusedException.AuthError, 401, error);
        }

        int words = error.IndexOf(Exception, StringComparison.Ordinal);
        if (words < 0)
        {
            return new HubError(ChannelRefusedException.ServerError, 500, error);
        }

        string text = error[(words + Exception.Length)..];
        return error.AsSpan(0, words + Exception.Length).EndsWith(HubException, StringComparison.Ordinal)
            ? new HubError(ChannelRefusedException.AuthError, 403, text)
            : new HubError(ChannelRefusedException.ServerError, 500, text);
    }
}
