// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.TestHost;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);

// A frame reaches the socket on the thread that writes it. Safe here: no handler blocks a thread.
builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
builder.Services.AddTestServices();
WebApplication app = builder.Build();
app.MapTestServices();
await app.RunAsync();
