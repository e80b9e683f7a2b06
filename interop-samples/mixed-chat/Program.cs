// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.FileProviders;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR()
    .AddBridge(bridge => bridge
        .AddPusher(pusher => pusher.Apps.Add(new PusherApp("1001", "demo-key", "demo-secret")))
        .ForHub<ChatHub>(hub => hub
            .OnSubscribe(nameof(ChatHub.Join))
            .OnClientEvent("client-say", nameof(ChatHub.Say))
            .OnServerEvent("Said", "said", "user", "text")));

WebApplication app = builder.Build();
app.UseFileServer();
app.UseStaticFiles(new StaticFileOptions
{
    RequestPath = "/lib",
    FileProvider = new PhysicalFileProvider(Path.Combine(app.Environment.ContentRootPath, "node_modules")),
});
app.MapHub<ChatHub>("/chat");   // SignalR clients
app.MapBridge<ChatHub>();       // Pusher clients
await app.RunAsync();

/// <summary>One chat for all of them.</summary>
internal sealed class ChatHub : Hub
{
    public Task Join(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Say(string room, string user, string text) => Clients.Group(room).SendAsync("Said", user, text);
}
