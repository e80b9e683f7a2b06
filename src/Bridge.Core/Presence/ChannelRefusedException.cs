// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Presence;

/// <summary>
/// A subscription that was refused. Being a <see cref="HubException"/>, its message reaches native clients as it is;
/// dialects make their own error of <see cref="Type"/> and <see cref="Status"/>.
/// </summary>
/// <param name="type">The kind of refusal, for example <see cref="AuthError"/>.</param>
/// <param name="status">The status that goes with it in the manner of HTTP, for example 401.</param>
/// <param name="message">Why, in words for the client.</param>
public sealed class ChannelRefusedException(string type, int status, string message) : HubException(message)
{
    /// <summary>The type of a refusal for want of authorisation.</summary>
    public const string AuthError = "AuthError";

    /// <summary>The type of a refusal because a limit is reached.</summary>
    public const string LimitReached = "LimitReached";

    /// <summary>The type of a refusal because the name is not one of a channel.</summary>
    public const string InvalidName = "InvalidName";

    /// <summary>The type of a failure that is the server's own.</summary>
    public const string ServerError = "SubscriptionError";

    /// <summary>The kind of refusal.</summary>
    public string Type { get; } = type;

    /// <summary>The status that goes with it in the manner of HTTP.</summary>
    public int Status { get; } = status;
}
