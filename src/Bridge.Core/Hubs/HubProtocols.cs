// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;

namespace Bridge.Core.Hubs;

/// <summary>
/// The hub protocols that native clients of a hub may speak. What goes to other nodes carries each of them, and <c>json</c>
/// in any case: it is what legacy clients are served from.
/// </summary>
/// <typeparam name="THub">The hub.</typeparam>
internal sealed class HubProtocols<THub>(
    IHubProtocolResolver resolver, IOptions<HubOptions> common, IOptions<HubOptions<THub>> options)
    where THub : Hub
{
    public IReadOnlyList<IHubProtocol> Supported { get; } =
        [.. resolver.AllProtocols.Where(protocol => protocol.Name == "json"
            || (options.Value.SupportedProtocols ?? common.Value.SupportedProtocols)?.Contains(protocol.Name) != false)];
}
