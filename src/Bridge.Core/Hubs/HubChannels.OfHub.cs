// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Mapping;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Hubs;

/// <summary>The channels of the hub <typeparamref name="THub"/>; one instance a process.</summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class HubChannels<THub>(HubServices services, HubProtocols<THub> protocols, HubMapSource<THub> source)
    : HubChannels(typeof(THub), protocols.Supported, services, source.Map)
    where THub : Hub;
