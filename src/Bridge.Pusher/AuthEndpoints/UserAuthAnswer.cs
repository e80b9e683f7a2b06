// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Signatures;

namespace Bridge.Pusher.AuthEndpoints;

/// <summary>Signs the sign-in of a user.</summary>
internal static class UserAuthAnswer
{
    public static ValueTask<HttpError?> WriteAsync(AuthRequest request, Utf8JsonWriter writer) => new(Write(request, writer));

    private static HttpError? Write(AuthRequest request, Utf8JsonWriter writer)
    {
        if (!request.App.UserAuthentication)
        {
            return HttpError.Forbidden("User authentication is not enabled for this app");
        }

        string userData = UserDataWriter.UserData(request.User);
        string signature = PusherSignature.SignUser(request.App.Secret, request.SocketId, userData);
        writer.WriteStartObject();
        writer.WriteString("auth"u8, $"{request.App.Key}:{signature}");
        writer.WriteString("user_data"u8, userData);
        writer.WriteEndObject();
        return null;
    }
}
