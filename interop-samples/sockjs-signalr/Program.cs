// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.FileProviders;
using SockJSSignalR;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddSignalR();
builder.Services.AddSockJS(options => options.ClientUrl = "/lib/sockjs-client/dist/sockjs.min.js");

WebApplication app = builder.Build();
app.UseFileServer();
app.UseStaticFiles(new StaticFileOptions
{
    RequestPath = "/lib",
    FileProvider = new PhysicalFileProvider(Path.Combine(app.Environment.ContentRootPath, "node_modules")),
});
app.MapHub<ChatHub>("/chat");                              // SignalR's own transports
app.MapSockJS<HubConnectionHandler<ChatHub>>("/sockjs");   // the same hub through SockJS
await app.RunAsync();
