// Licensed under the MIT License. See LICENSE in the repository root.

namespace Bridge.Pusher.Tests.Mapping.Conversation;

/// <summary>The chat that puts everybody into a room by itself and greets there.</summary>
public sealed class GreetingChatHub : TypedChatHub
{
    public override async Task OnConnectedAsync()
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, "lobby");
        await Clients.Caller.ReceiveMessage(new ChatLine("Welcome"));
    }
}
