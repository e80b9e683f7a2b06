// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Users;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Hubs;

/// <summary>The connections of the users of the hub <typeparamref name="THub"/>.</summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class UserConnections<THub>(HubChannels<THub> channels) : IUserConnections<THub>
    where THub : Hub
{
    /// <inheritdoc/>
    public ValueTask TerminateAsync(string userId, CancellationToken cancellationToken = default) =>
        channels.Users.TerminateAsync(userId, cancellationToken);
}
