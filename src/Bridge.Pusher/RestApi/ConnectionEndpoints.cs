// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Limits;
using Bridge.Core.Users;
using Bridge.Pusher.Apps;

namespace Bridge.Pusher.RestApi;

/// <summary>What concerns connections: how many there are, and ending those of a user.</summary>
internal sealed class ConnectionEndpoints(PusherChannelNamespaces namespaces, IUserConnections users, IConnectionQuotas connections)
{
    /// <summary><c>POST /users/{id}/terminate_connections</c>: closes all connections that are signed in as the user.</summary>
    public async ValueTask<HttpError?> TerminateAsync(RestRequest request)
    {
        string userId = RestPath.SegmentBeforeLast(request.Context.Request);
        await users.TerminateAsync(namespaces.NamespaceOf(request.App).GroupOf(userId), request.Context.RequestAborted);
        JsonAnswer.Write(request.Context.Response, "{}"u8);
        return null;
    }

    /// <summary><c>GET /connections</c>, which Reverb has: the app's connections.</summary>
    public async ValueTask<HttpError?> CountAsync(RestRequest request)
    {
        ReadOnlyMemory<byte> answer = ChannelJson.ObjectOf(
            await connections.CountAsync(request.App.Id, request.Context.RequestAborted), static (json, count) => json.WriteNumber("connections"u8, count));
        JsonAnswer.Write(request.Context.Response, answer.Span);
        return null;
    }
}
