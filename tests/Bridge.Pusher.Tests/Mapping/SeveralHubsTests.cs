// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using Bridge.Core.Channels;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Fallbacks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>Two hubs in one app, each with its own Pusher app.</summary>
public sealed class SeveralHubsTests
{
    [Fact]
    public async Task Apps_OfTwoHubs_ReachEachItsOwn()
    {
        await using WebApplication server = Build(StrictHubOf(nameof(StrictHub)));
        server.MapBridge<ChatHub>();
        server.MapBridge<StrictHub>();
        await server.StartAsync().Await("starting the app");
        await using PusherClient chat = await ConnectAsync(server, new PusherApp("1", "chat", "s"));
        await using PusherClient strict = await ConnectAsync(server, new PusherApp("2", "strict", "s"));

        await chat.JoinAsync("open");
        await strict.JoinAsync("open");
        await strict.SubscribeAsync("full");
        await strict.NextAsync("pusher:subscription_error");
        await strict.ExpectErrorAsync(null, "The room is full.");
        await chat.JoinAsync("full");

        // Groups carry no app's prefix where each hub says how its groups are named.
        await server.Services.GetRequiredService<IHubContext<StrictHub>>().Clients.Group("open").SendAsync("count", 1);
        await strict.ExpectAsync("""{"event":"count","channel":"open","data":"1"}""");
        await server.Services.GetRequiredService<IChannelPublisher<ChatHub>>().PublishAsync(
            new ChannelEvent { Group = "chat-open", Name = "news", Data = EventData.FromText("1") });
        await chat.ExpectAsync("""{"event":"news","channel":"open","data":"1"}""");
    }

    /// <summary>Over SockJS it is not the URL that says whose client it is.</summary>
    [Fact]
    public async Task SockJS_OfTwoHubs_ReachesTheHubOfTheApp()
    {
        await using WebApplication server = Build(StrictHubOf(nameof(StrictHub)));
        server.MapBridge<ChatHub>();
        server.MapBridge<StrictHub>();
        await server.StartAsync().Await("starting the app");

        string[] chat = await SubscribeOverSockJSAsync(server, "chat");
        string[] strict = await SubscribeOverSockJSAsync(server, "strict");

        Assert.Contains("subscription_succeeded", Assert.Single(chat), StringComparison.Ordinal);
        Assert.Contains("The room is full.", string.Concat(strict), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownKey_WithTwoHubs_IsRefusedAsEver()
    {
        await using WebApplication server = Build(StrictHubOf(nameof(StrictHub)));
        server.MapBridge<ChatHub>();
        server.MapBridge<StrictHub>();
        await server.StartAsync().Await("starting the app");

        await using PusherClient client = await OpenAsync(server, new PusherApp("3", "unknown", "s"));

        Assert.Equal(4001, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task Start_AppOfAHubThatIsNotMapped_IsRefused()
    {
        await using WebApplication server = Build(StrictHubOf("StritcHub"));
        server.MapBridge<ChatHub>();
        server.MapBridge<StrictHub>();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => server.StartAsync().Await("the failure"));

        Assert.Contains("App 2 belongs to the hub 'StritcHub', which is not mapped", error.Message, StringComparison.Ordinal);
        Assert.Contains("ChatHub, StrictHub", error.Message, StringComparison.Ordinal);
    }

    private static PusherApp StrictHubOf(string hub) => new("2", "strict", "s") { GroupPrefix = "strict-", Hub = hub };

    private static WebApplication Build(PusherApp strict)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddAuthorization();
        builder.Services.AddSignalR().AddBridge(bridge => bridge
            .AddPusher(options =>
            {
                options.Apps.Add(new PusherApp("1", "chat", "s") { GroupPrefix = "chat-" });
                options.Apps.Add(strict);
            })
            .ForHub<ChatHub>(hub => hub.MapGroups("chat-", "").OnSubscribe(nameof(ChatHub.JoinRoom)))
            .ForHub<StrictHub>(hub => hub.MapGroups("strict-", "").OnSubscribe(nameof(StrictHub.Join))));
        return builder.Build();
    }

    /// <summary>What a client is answered that wants into the room that is full at the one hub alone.</summary>
    private static async Task<string[]> SubscribeOverSockJSAsync(WebApplication server, string key)
    {
        using PollingClient client = new(new Uri(server.Urls.First() + "/pusher"));
        Assert.Equal("o", await client.PollAsync());
        await client.SendAsync($$"""{"path":"/app/{{key}}?protocol=7"}""");
        Assert.Contains("connection_established", Assert.Single(await client.NextAsync()), StringComparison.Ordinal);
        await client.SendAsync("""{"event":"pusher:subscribe","data":{"channel":"full"}}""");
        return await client.NextAsync();
    }

    private static async Task<PusherClient> ConnectAsync(WebApplication server, PusherApp app) =>
        await (await OpenAsync(server, app)).EstablishAsync();

    private static Task<PusherClient> OpenAsync(WebApplication server, PusherApp app) =>
        PusherClient.OpenAsync(new Uri($"ws{server.Urls.First()["http".Length..]}/app/{app.Key}?protocol=7"), app);
}
