// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace FarmSample;

/// <summary>The app's own hub. The bridge nodes take its name (<c>Bridge:Redis:HubName</c>) and so join its farm.</summary>
internal sealed class NewsHub : Hub
{
    /// <summary>What the demo page shows.</summary>
    public const string Event = "client-message";

    public Task Join(string channel) => Groups.AddToGroupAsync(Context.ConnectionId, channel);

    public Task Say(string channel, string text) => Clients.Group(channel).SendAsync(Event, new { text });
}
