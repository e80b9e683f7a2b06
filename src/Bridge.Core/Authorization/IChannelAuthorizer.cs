// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Core.Authorization;

/// <summary>
/// Decides who may join which channel, for clients of every dialect and for native SignalR clients alike.
/// </summary>
/// <remarks>Called before the hub method that joins; must be safe for concurrent calls.</remarks>
public interface IChannelAuthorizer
{
    /// <summary>Decides about one subscription.</summary>
    /// <param name="request">Who asks for what, and with which proof.</param>
    /// <param name="cancellationToken">Cancelled when the connection goes away.</param>
    /// <returns>The grant, with the member it stands for on presence channels, or a refusal with its reason.</returns>
    ValueTask<ChannelGrant> AuthorizeAsync(ChannelAuthorizationRequest request, CancellationToken cancellationToken);
}
