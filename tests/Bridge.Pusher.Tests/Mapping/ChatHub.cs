// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>A hub as people have it: it knows nothing of the bridge.</summary>
public sealed class ChatHub : Hub
{
    public Task JoinRoom(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task LeaveRoom(string room) => Groups.RemoveFromGroupAsync(Context.ConnectionId, room);

    public Task SendMessage(string room, ChatMessage message) => Clients.Group(room).SendAsync("ReceiveMessage", message);
}
