// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping.Conversation;

/// <summary>The chat with typed clients.</summary>
public class TypedChatHub : Hub<IChatCallbacks>
{
    public Task JoinRoom(string room) => room == "closed"
        ? throw new HubException("This room is closed.")
        : Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task LeaveRoom(string room) => Groups.RemoveFromGroupAsync(Context.ConnectionId, room);

    public Task SendMessage(string room, ChatLine line) => line.Text.Length > 20
        ? throw new HubException("Too long.")
        : Clients.Group(room).ReceiveMessage(line with { UserName = Context.UserIdentifier, Mood = Mood.Glad });
}
