// Licensed under the MIT License. See LICENSE in the repository root.

using System.Security.Claims;
using Bridge.Core.Channels;
using Bridge.Core.Users;

namespace Bridge.Core.Authorization;

/// <summary>One client's wish to join a channel.</summary>
public sealed class ChannelAuthorizationRequest
{
    /// <summary>The namespace of the channel.</summary>
    public required ChannelNamespace Namespace { get; init; }

    /// <summary>The channel's name as the client knows it, without the namespace's prefix.</summary>
    public required string Channel { get; init; }

    /// <summary>What the channel's name says about it.</summary>
    public required ChannelKind Kind { get; init; }

    /// <summary>The socket id that signatures are made over; native clients learn theirs with <c>GetSocketId</c>.</summary>
    public required string SocketId { get; init; }

    /// <summary>The principal that ASP.NET Core authenticated on the connection, or null.</summary>
    public ClaimsPrincipal? Principal { get; init; }

    /// <summary>The user that the connection signed in as or, for native clients, is authenticated as; null for neither.</summary>
    public SignedInUser? User { get; init; }

    /// <summary>The client's token, for Pusher <c>KEY:SIGNATURE</c>; null or empty when it sent none.</summary>
    public string? Auth { get; init; }

    /// <summary>
    /// Whether an auth endpoint asks, which signs for a client when the answer is yes: there is no <see cref="Auth"/> yet, and
    /// <see cref="User"/> is whom the endpoint takes the sender for. Default: false, a connection asks for itself.
    /// </summary>
    public bool IsForSigning { get; init; }

    /// <summary>The member data that is signed together with the channel, exactly as the client sent it, or null.</summary>
    public string? ChannelData { get; init; }
}
