// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Mapping;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>The thinnest true path: a hub that knows nothing of the bridge, a Pusher client and a native client in one room.</summary>
public sealed class MappedChatTests
{
    [Fact]
    public async Task Conversation_PusherAndNativeClient_HearEachOther()
    {
        await using MappedHost host = await MappedHost.StartAsync<ChatHub>(bridge => bridge.ForHub<ChatHub>(Map));
        PusherClient legacy = await host.ConnectAsync();
        HubClient native = await host.ConnectNativeAsync("ReceiveMessage");
        await native.InvokeAsync("JoinRoom", "lobby");

        await legacy.SubscribeAsync("lobby");
        await legacy.ExpectAsync("""{"event":"pusher_internal:subscription_succeeded","channel":"lobby","data":"{}"}""");

        await native.InvokeAsync("SendMessage", "lobby", new ChatMessage("ann", "hello"));
        await legacy.ExpectAsync("""{"event":"new-message","channel":"lobby","data":"{\"user\":\"ann\",\"text\":\"hello\"}"}""");
        Assert.Equal("""{"user":"ann","text":"hello"}""", await native.NextAsync("ReceiveMessage"));

        await legacy.TriggerAsync("client-message", "lobby", new { user = "bob", text = "hi" });
        await legacy.ExpectAsync("""{"event":"new-message","channel":"lobby","data":"{\"user\":\"bob\",\"text\":\"hi\"}"}""");
        Assert.Equal("""{"user":"bob","text":"hi"}""", await native.NextAsync("ReceiveMessage"));
    }

    private static void Map(HubMapBuilder hub) => hub
        .OnSubscribe(nameof(ChatHub.JoinRoom))
        .OnUnsubscribe(nameof(ChatHub.LeaveRoom))
        .OnClientEvent("client-message", nameof(ChatHub.SendMessage))
        .OnServerEvent("ReceiveMessage", "new-message");
}
