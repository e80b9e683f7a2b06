// Licensed under the MIT License. See LICENSE in the repository root.

using FarmSample;
using Microsoft.AspNetCore.SignalR;

// A SignalR app that has no legacy clients itself: its groups are the channels of the bridge nodes.
WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR()
    .AddBridge(_ => { })
    .AddBridgeRedis(builder.Configuration["Redis"] ?? "127.0.0.1:6379");

WebApplication app = builder.Build();
app.MapHub<NewsHub>("/news");
app.MapPost("/say/{channel}", (string channel, string text, IHubContext<NewsHub> hub) =>
    hub.Clients.Group(channel).SendAsync(NewsHub.Event, new { text }));
await app.RunAsync();
