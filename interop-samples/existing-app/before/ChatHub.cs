// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace ExistingApp;

/// <summary>The chat. It is the same file before and after.</summary>
internal sealed class ChatHub : Hub
{
    public Task JoinRoom(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task LeaveRoom(string room) => Groups.RemoveFromGroupAsync(Context.ConnectionId, room);

    public Task SendMessage(string room, string user, string text) => text.Length > 500
        ? throw new HubException("A message has at most 500 characters.")
        : Clients.Group(room).SendAsync("ReceiveMessage", user, text);
}
