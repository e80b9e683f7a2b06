// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text;
using System.Text.Json;
using Bridge.Core.Users;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;

namespace Bridge.Pusher.Users;

/// <summary>Verifies sign-ins: <c>auth</c> must be a signature over the connection's socket id and the user data.</summary>
public static class PusherUserVerifier
{
    /// <summary>Verifies one sign-in.</summary>
    /// <param name="app">The app of the connection.</param>
    /// <param name="socketId">The connection's socket id.</param>
    /// <param name="auth">The client's token <c>KEY:SIGNATURE</c>, or null.</param>
    /// <param name="userData">The user data exactly as the client sent it, or null.</param>
    public static SignInVerification Verify(PusherApp app, string socketId, string? auth, string? userData)
    {
        if (!app.UserAuthentication)
        {
            return SignInVerification.Failed("User authentication is not enabled for this app");
        }

        if (string.IsNullOrEmpty(userData))
        {
            return SignInVerification.Failed("Missing required parameter: user_data");
        }

        if (!AuthToken.TryParse(auth, out AuthToken token))
        {
            return SignInVerification.Failed("Invalid format: auth must have the format key:signature");
        }

        if (app.SecretOf(token.Key) is not { } secret)
        {
            return SignInVerification.Failed($"Invalid key in signin auth data: '{UntrustedText.Show(token.Key)}'");
        }

        return PusherSignature.VerifyUser(token.Signature, secret, socketId, userData)
            ? Read(app, userData)
            : SignInVerification.Failed(
                $"Invalid signature: Expected HMAC SHA256 hex digest of {socketId}::user::{UntrustedText.Show(userData)}, but got {UntrustedText.Show(token.Signature)}");
    }

    private static SignInVerification Read(PusherApp app, string userData)
    {
        using JsonDocument? document = UserJson.ParseObject(userData);
        if (document is null)
        {
            return SignInVerification.Failed("Invalid user_data: not a JSON object");
        }

        JsonElement user = document.RootElement;
        if (!user.TryGetProperty("id"u8, out JsonElement idValue) || !UserJson.TryGetId(idValue, out string? id))
        {
            return SignInVerification.Failed("Invalid user_data: id must be a string that is not empty");
        }

        if (id.Length > app.Limits.MaxUserIdLength)
        {
            return SignInVerification.Failed($"Invalid user_data: id is longer than {app.Limits.MaxUserIdLength} characters");
        }

        string? info = UserJson.InfoOf(user);
        if (info is not null && Encoding.UTF8.GetByteCount(info) > app.Limits.MaxUserInfoBytes)
        {
            return SignInVerification.Failed($"Invalid user_data: user_info is larger than {app.Limits.MaxUserInfoBytes} bytes");
        }

        return TryReadWatchlist(app, user, out List<string> watchlist, out bool truncated)
            ? SignInVerification.Verified(new SignedInUser(id, info, watchlist), truncated)
            : SignInVerification.Failed("Invalid user_data: watchlist must be a list of user ids");
    }

    private static bool TryReadWatchlist(PusherApp app, JsonElement user, out List<string> watchlist, out bool truncated)
    {
        watchlist = [];
        truncated = false;
        if (!app.Watchlists
            || !user.TryGetProperty("watchlist"u8, out JsonElement list)
            || list.ValueKind == JsonValueKind.Null)
        {
            return true;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        truncated = list.GetArrayLength() > app.Limits.MaxWatchlist;
        foreach (JsonElement entry in list.EnumerateArray())
        {
            if (watchlist.Count == app.Limits.MaxWatchlist)
            {
                break;
            }

            if (!UserJson.TryGetId(entry, out string? id))
            {
                return false;
            }

            watchlist.Add(id);
        }

        return true;
    }
}
