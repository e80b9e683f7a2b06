// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.StockServer;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);

// Without this every request makes an activity; Bridge's own settings leave it out too.
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
builder.Services.AddSignalR();

var app = builder.Build();
app.MapHub<StockHub>("/hub");

// What publishing over REST is compared with: takes the same requests and does nothing.
app.MapPost("/apps/{id}/events", static (HttpContext _) => Task.CompletedTask);
app.Run();
