// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.LoadTest.StockServer;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSignalR();

var app = builder.Build();
app.MapHub<StockHub>("/hub");
app.Run();
