// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using ExistingApp;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR()
    .AddBridge(bridge => bridge
        .AddPusher(pusher => pusher.Apps.Add(new PusherApp("1001", "demo-key", "demo-secret")))
        .ForHub<ChatHub>(hub => hub
            .OnSubscribe(nameof(ChatHub.JoinRoom))
            .OnUnsubscribe(nameof(ChatHub.LeaveRoom))
            .OnClientEvent("client-message", nameof(ChatHub.SendMessage))
            .OnServerEvent("ReceiveMessage", "new-message", "user", "text")));

WebApplication app = builder.Build();
app.MapHub<ChatHub>("/chat");
app.MapBridge<ChatHub>();
await app.RunAsync();
