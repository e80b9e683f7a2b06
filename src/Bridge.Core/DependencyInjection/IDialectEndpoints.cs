// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.DependencyInjection;

/// <summary>The endpoints of a dialect. Register one for <c>MapBridge</c> to map.</summary>
public interface IDialectEndpoints
{
    /// <summary>Maps the dialect's endpoints onto a hub.</summary>
    /// <typeparam name="THub">The hub that owns the channels.</typeparam>
    /// <param name="endpoints">Where to.</param>
    void Map<THub>(IEndpointRouteBuilder endpoints)
        where THub : Hub;
}
