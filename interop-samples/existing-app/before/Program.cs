// Licensed under the MIT License. See LICENSE in the repository root.

using ExistingApp;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR();

WebApplication app = builder.Build();
app.MapHub<ChatHub>("/chat");
await app.RunAsync();
