// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Hubs;
using Bridge.Pusher.Apps;
using Bridge.Server.Check;
using Bridge.Server.Commands;
using Bridge.Server.Configuration;
using Bridge.Server.Demo;
using Bridge.Server.Health;
using Bridge.Server.Hosting;
using Microsoft.AspNetCore.SignalR;

if (CheckCommand.Matches(args))
{
    return await CheckCommand.RunAsync(args);
}

string? replayedFile = ReplayWebhooksCommand.Take(ref args);
if (SettingsFiles.TryCreateBuilder(args) is not { } builder)
{
    return ExitCode.Failure;
}

builder.AddBridgeSettings();
builder.Services.AddSignalR()
    .AddBridge(bridge => bridge.AddPusher().AddMirror(builder.Configuration).AddAppDatabase(builder.Configuration))
    .AddFarm(builder.Configuration);
builder.Services.AddHealth();

await using WebApplication app = builder.Build();
if (!StartUpCheck.Passes(app))
{
    return ExitCode.Failure;
}

if (replayedFile is not null)
{
    return await ReplayWebhooksCommand.RunAsync(app.Services, replayedFile);
}

app.MapHub<ChannelHub>("/hub");
app.MapBridge<ChannelHub>();
app.MapSockJS<HubConnectionHandler<ChannelHub>>("/sockjs");
app.MapMirror();
app.MapHealth();
if (DemoApp.IsOnlyOneOf(app.Services.GetRequiredService<IPusherAppStore>().Apps))
{
    app.UseDemoPage();
    app.MapDemoAuth();
    DemoAnnouncement.OnStart(app);
}

return await app.RunToExitCodeAsync();
