// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Connections;

/// <summary>Takes the words of a <c>HubException</c> out of what SignalR makes of it in a completion.</summary>
internal static class HubErrorText
{
    // In front of it stand SignalR's own words and the name of the exception's type.
    private const string Marker = "Exception: ";

    /// <summary>The words for the client.</summary>
    /// <param name="error">The error of a completion.</param>
    public static string Of(string error)
    {
        int marker = error.IndexOf(Marker, StringComparison.Ordinal);
        return marker < 0 ? error : error[(marker + Marker.Length)..];
    }
}
