// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Mapping;

/// <summary>One call of <c>ForHub</c>.</summary>
/// <typeparam name="THub">The hub.</typeparam>
/// <param name="Configure">What the app says.</param>
internal sealed record HubMapping<THub>(Action<HubMapBuilder> Configure)
    where THub : Hub;
