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

    /// <summary>Why no client can send an event of this name, and what to write instead; null when they can. Default: null.</summary>
    /// <param name="eventName">The name in <c>OnClientEvent</c>.</param>
    string? ClientEventProblem(string eventName) => null;

    /// <summary>Why no client can be sent an event of this name, and what to write instead; null when they can. Default: null.</summary>
    /// <param name="eventName">The name in <c>OnServerEvent</c>.</param>
    string? ServerEventProblem(string eventName) => null;
}
