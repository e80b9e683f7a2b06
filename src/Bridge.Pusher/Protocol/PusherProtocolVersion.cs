// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bridge.Pusher.Protocol;

/// <summary>The version of the protocol that a client asks for when it connects.</summary>
/// <param name="Number">4 to 7; 7 is the current one.</param>
internal readonly record struct PusherProtocolVersion(int Number)
{
    private const int Oldest = 4;
    private const int Newest = 7;

    /// <summary>Whether the client answers a <c>pusher:ping</c> with a pong.</summary>
    public bool AnswersPing => Number >= 5;

    /// <summary>Reads the query parameter <c>protocol</c>.</summary>
    /// <param name="text">Its value; null or empty when it is missing.</param>
    /// <param name="version">The version, if it is one that is served.</param>
    /// <param name="refusal">What to close the connection with, if not.</param>
    public static bool TryParse(string? text, out PusherProtocolVersion version, [NotNullWhen(false)] out PusherCloseCode? refusal)
    {
        version = default;
        refusal = null;
        if (string.IsNullOrEmpty(text))
        {
            refusal = PusherCloseCode.ProtocolMissing;
        }
        else if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || number is < Oldest or > Newest)
        {
            refusal = PusherCloseCode.ProtocolUnsupported;
        }
        else
        {
            version = new PusherProtocolVersion(number);
        }

        return refusal is null;
    }
}
