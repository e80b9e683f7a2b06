// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
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

builder.Services.Configure<PusherOptions>(configuration.Section);
builder.Services.AddSignalR();
builder.Services.AddHealth();

await using WebApplication app = builder.Build();
if (!StartUpCheck.Passes(app, configuration))
{
    return ExitCode.Failure;
}

app.MapHealth();
if (DemoApp.IsOnlyApp(configuration))
{
    app.UseDemoPage();
    DemoAnnouncement.OnStart(app);
}

return await app.RunToExitCodeAsync();
