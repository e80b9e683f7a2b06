// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Signatures;

/// <summary>
/// The form of a socket id, digits on both sides of one point. It is checked before anything is signed: a socket id with
/// more in it could turn one kind of signature into another.
/// </summary>
internal static class SocketIdFormat
{
    private const int MaxLength = 64;

    /// <summary>Whether the text has the form of a socket id.</summary>
    public static bool IsValid(ReadOnlySpan<char> socketId)
    {
        int point = socketId.IndexOf('.');
        return socketId.Length <= MaxLength && IsNumber(socketId[..Math.Max(point, 0)]) && IsNumber(socketId[(point + 1)..]);
    }

    private static bool IsNumber(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('0', '9');
}
