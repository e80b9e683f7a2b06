// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.SockJS.TestHost;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddTestServices();
WebApplication app = builder.Build();
app.MapTestServices();
await app.RunAsync();
