// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Signatures;

/// <summary>The two parts of an auth value, <c>KEY:SIGNATURE</c>.</summary>
internal readonly ref struct AuthToken
{
    private AuthToken(ReadOnlySpan<char> key, ReadOnlySpan<char> signature)
    {
        Key = key;
        Signature = signature;
    }

    /// <summary>The app key.</summary>
    public ReadOnlySpan<char> Key { get; }

    /// <summary>The signature.</summary>
    public ReadOnlySpan<char> Signature { get; }

    /// <summary>Takes an auth value apart.</summary>
    public static bool TryParse(ReadOnlySpan<char> auth, out AuthToken token)
    {
        int colon = auth.IndexOf(':');
        token = colon < 0 ? default : new AuthToken(auth[..colon], auth[(colon + 1)..]);
        return colon >= 0;
    }
}
