// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Mapping;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Server.Tests.Check;

/// <summary>The command against an app that has hubs of its own.</summary>
public sealed class CheckOwnAppTests
{
    private static readonly string[] Options = ["--timeout=60", "--key=key", "--app-id=1", "--secret=secret"];

    [Fact]
    public async Task Check_OwnHub_EverythingThatIsThereWorks()
    {
        await using WebApplication app = await StartAsync<ChatHub>();

        CheckReportReading report = await CheckReportReading.OfAsync(app.Urls.First(), [.. Options, "--hub=/chat"]);

        Assert.Equal(
            [
                "App", "SignalR negotiate", "SignalR WebSocket", "SignalR server-sent events", "SignalR long polling",
                "Pusher WebSocket", "Pusher xhr_streaming", "Pusher xhr_polling",
                "Pusher SockJS xhr_streaming", "Pusher SockJS eventsource", "Pusher SockJS xhr", "Pusher preflight", "REST API",
            ],
            report.Working);
        Assert.Equal(0, report.Code);
    }

    [Fact]
    public async Task Check_NoHubAtThePath_SaysSoAndTriesNothingElse()
    {
        await using WebApplication app = await StartAsync<ChatHub>();

        CheckReportReading report = await CheckReportReading.OfAsync(app.Urls.First(), [.. Options, "--hub=/chta"]);

        Assert.Equal(["App"], report.Broken);
        Assert.Contains("there is no hub at this path", report.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing else was tried.", report.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_AuthorizedHub_NeedsATokenAndDoesNotShowIt()
    {
        await using WebApplication app = await StartAsync<MembersHub>();

        CheckReportReading nobody = await CheckReportReading.OfAsync(app.Urls.First(), [.. Options, "--hub=/chat"]);
        CheckReportReading member = await CheckReportReading.OfAsync(app.Urls.First(), [.. Options, "--hub=/chat", "--token=my-own-token"]);

        Assert.Equal(["App"], nobody.Warnings);
        Assert.Contains("SignalR WebSocket", nobody.Broken);
        Assert.Contains("Pusher WebSocket", nobody.Broken);
        Assert.Contains("--token", nobody.Output, StringComparison.Ordinal);
        Assert.Equal(0, member.Code);
        Assert.DoesNotContain("my-own-token", member.Output, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> StartAsync<THub>()
        where THub : Hub
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        TestAuthentication.Add(builder);
        builder.Services.AddSignalR().AddBridge(bridge => bridge
            .AddPusher(pusher => pusher.Apps.Add(new PusherApp("1", "key", "secret")))
            .ForHub<THub>(_ => { }));
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapHub<THub>("/chat");
        app.MapBridge<THub>();
        await app.StartAsync();
        return app;
    }

    private sealed class ChatHub : Hub;

    [Authorize]
    private sealed class MembersHub : Hub;
}
