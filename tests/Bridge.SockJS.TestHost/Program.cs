// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.TestHost;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);

// A frame reaches the socket on the thread that writes it. Safe here: no handler blocks a thread.
builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

// Otherwise each request begins an activity and a scope of the log, though nobody reads them.
builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
builder.Services.AddTestServices();
WebApplication app = builder.Build();
app.MapTestServices();
await app.RunAsync();
