// Licensed under the MIT License. See LICENSE in the repository root.

using FarmSample;
using Microsoft.AspNetCore.SignalR;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR()
    .AddStackExchangeRedis(builder.Configuration["Redis"] ?? "127.0.0.1:6379");

WebApplication app = builder.Build();
app.MapHub<NewsHub>("/news");
app.MapPost("/say/{channel}", (string channel, string text, IHubContext<NewsHub> hub) =>
    hub.Clients.Group(channel).SendAsync(NewsHub.Event, new { text }));
await app.RunAsync();
