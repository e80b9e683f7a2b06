// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.StockServer;
using Bridge.Pusher.Apps;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSignalR()
    .AddBridge(bridge => bridge
        .AddPusher(pusher => pusher.Apps.Add(new PusherApp("1001", "demo-key", "demo-secret") { Limits = { ClientEventsPerSecond = 0 } }))
        .ForHub<StockHub>(hub => hub
            .OnSubscribe(nameof(StockHub.Subscribe))
            .OnClientEvent("client-ev", nameof(StockHub.Publish), "channel", "data.m")));

var app = builder.Build();
app.MapHub<StockHub>("/hub");
app.MapBridge<StockHub>();
app.Run();
