// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.FileProviders;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
var pusherApp = new PusherApp("1001", "demo-key", "demo-secret");
builder.Services.AddSignalR()
    .AddBridge(bridge => bridge
        .AddPusher(pusher => pusher.Apps.Add(pusherApp))
        .ForHub<OrderHub>(hub => hub
            .MapGroups("private-orders.", "orders-")             // Echo's channel orders.42 is the hub's group orders-42
            .OnSubscribe(nameof(OrderHub.Watch))
            .OnServerEvent("Shipped", "OrderShipped")));

WebApplication app = builder.Build();
app.UseFileServer();
app.UseStaticFiles(new StaticFileOptions
{
    RequestPath = "/lib",
    FileProvider = new PhysicalFileProvider(Path.Combine(app.Environment.ContentRootPath, "node_modules")),
});
app.MapHub<OrderHub>("/orders");
app.MapBridge<OrderHub>();

// Where Echo asks whether it may subscribe. A real app looks at the user first.
app.MapPost("/broadcasting/auth", (IFormCollection form) => new
{
    auth = $"{pusherApp.Key}:{PusherSignature.SignChannel(pusherApp.Secret, form["socket_id"]!, form["channel_name"]!, null)}",
}).DisableAntiforgery();
app.MapPost("/ship/{id:int}", (int id, IHubContext<OrderHub> hub) => hub.Clients.Group($"orders-{id}").SendAsync("Shipped", new { id }));
await app.RunAsync();

/// <summary>Tells of orders.</summary>
internal sealed class OrderHub : Hub
{
    public Task Watch(string order) => Groups.AddToGroupAsync(Context.ConnectionId, "orders-" + order);
}
