// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Hubs;
using Bridge.Server.Configuration;
using Bridge.Server.Demo;
using Bridge.Server.Health;
using Bridge.Server.Hosting;

WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
{
    Args = args,
    ContentRootPath = AppContext.BaseDirectory,
});
BridgeConfiguration configuration = BridgeConfiguration.Read(builder.Configuration);

builder.Services.AddBridgeSettings(configuration);
builder.Services.AddSignalR().AddBridge(bridge => bridge.AddPusher());
builder.Services.AddHealth();

await using WebApplication app = builder.Build();
if (!StartUpCheck.Passes(app, configuration))
{
    return ExitCode.Failure;
}

app.MapHub<ChannelHub>("/hub");
app.MapBridge<ChannelHub>();
app.MapHealth();
if (DemoApp.IsOnlyApp(configuration))
{
    app.UseDemoPage();
    app.MapDemoAuth();
    DemoAnnouncement.OnStart(app);
}

return await app.RunToExitCodeAsync();
