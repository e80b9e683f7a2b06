// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.LoadTest.StockServer;

/// <summary>Channels as a plain SignalR app makes them: groups, and the stock lifetime manager.</summary>
public sealed class StockHub : Hub
{
    /// <summary>Adds the caller to the group of that name.</summary>
    public Task Subscribe(string channel) => Groups.AddToGroupAsync(Context.ConnectionId, channel);

    /// <summary>Sends the data to every member of the group.</summary>
    public Task Publish(string channel, string data) => Clients.Group(channel).SendAsync("client-ev", data);
}
