// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Testing.Tests;

/// <summary>The app under test.</summary>
public sealed class RoomHub : Hub
{
    public Task Join(string room) => room == "closed" ? throw new HubException("Closed.") : Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Say(string room, string text) => Clients.OthersInGroup(room).SendAsync("said", text);
}
