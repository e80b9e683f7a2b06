// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Protocol;

/// <summary>The data of <c>pusher:signin</c>; null is what is missing or not a string.</summary>
/// <param name="Auth">The app's key and a signature, <c>KEY:HEX</c>.</param>
/// <param name="UserData">Who the user is: JSON text, exactly as it came and was signed.</param>
internal readonly record struct PusherSignInData(string? Auth, string? UserData)
{
    private static readonly byte[][] Names = ["auth"u8.ToArray(), "user_data"u8.ToArray()];

    /// <summary>Reads it; never throws.</summary>
    /// <param name="frame">The message.</param>
    public static PusherSignInData Read(PusherFrame frame)
    {
        string?[] values = JsonMembers.ReadStrings(frame.Data, Names);
        return new PusherSignInData(values[0], values[1]);
    }
}
