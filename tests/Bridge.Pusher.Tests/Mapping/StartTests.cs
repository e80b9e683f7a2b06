// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.DependencyInjection;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Mapping;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>What is wrong with the wiring is told before anything listens.</summary>
public sealed class StartTests
{
    [Fact]
    public async Task MapBridge_HubWithoutMapping_SaysWhatToWrite()
    {
        await using WebApplication server = Build(bridge => bridge.AddPusher(options => options.Apps.Add(new PusherApp("1", "k", "s"))));

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => server.MapBridge<ChatHub>());

        Assert.Contains("bridge.ForHub<ChatHub>(hub => hub.OnSubscribe(nameof(ChatHub.METHOD)))", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapBridge_NoApp_SaysWhatToWrite()
    {
        await using WebApplication server = Build(bridge => bridge.AddPusher().ForHub<ChatHub>(_ => { }));

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => server.MapBridge<ChatHub>());

        Assert.Contains("pusher.Apps.Add(new PusherApp(ID, KEY, SECRET))", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapBridge_NoBridge_SaysWhatToWrite()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSignalR();
        await using WebApplication server = builder.Build();

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => server.MapBridge<ChatHub>());

        Assert.Contains("call AddSignalR().AddBridge(...)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapBridge_NoDialect_SaysWhatToWrite()
    {
        await using WebApplication server = Build(bridge => bridge.ForHub<ChatHub>(_ => { }));

        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => server.MapBridge<ChatHub>());

        Assert.Contains("bridge.AddPusher(...)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MapBridge_EventsThatNoClientCanSendOrGet_AreAllTold()
    {
        await using WebApplication server = Build(bridge => bridge
            .AddPusher(pusher => pusher.Apps.Add(new PusherApp("1", "k", "s")))
            .ForHub<ChatHub>(hub => hub
                .OnClientEvent("message", nameof(ChatHub.SendMessage))
                .OnServerEvent("ReceiveMessage", "pusher:message")
                .OnServerEvent("Other", "pusher_internal:other")));

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => server.MapBridge<ChatHub>());

        Assert.Equal(3, error.Failures.Count());
        Assert.Contains("Write OnClientEvent(\"client-message\", ...)", error.Message, StringComparison.Ordinal);
        Assert.Contains("ChatHub: OnServerEvent(\"ReceiveMessage\", \"pusher:message\")", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_MappingOfAMissingMethod_FailsEvenWithoutMapBridge()
    {
        await using WebApplication server = Build(bridge => bridge.ForHub<ChatHub>(hub => hub.OnSubscribe("a").OnUnsubscribe("b")));

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => server.StartAsync().Await("the failure"));

        Assert.Equal(2, error.Failures.Count());
    }

    [Fact]
    public async Task Attributes_OnTheHub_SayTheSameAsOptions()
    {
        await using MappedHost host = await MappedHost.StartAsync<AttributeHub>(_ => { });
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync("room");
        await client.TriggerAsync("client-note", "room", new { words = "hi", by = "ann" });
        await client.ExpectAsync("""{"event":"note","channel":"room","data":"{\"text\":\"hi\",\"from\":\"ann\"}"}""");
        await client.UnsubscribeAsync("room");
        await client.TriggerAsync("client-note", "room", new { words = "hi", by = "bob" });
        await client.ExpectNothingAsync();
    }

    private static WebApplication Build(Action<BridgeBuilder> configure)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSignalR().AddBridge(configure);
        return builder.Build();
    }

    [PusherServerEvent("Noted", "note", "text", "from")]
    public sealed class AttributeHub : Hub
    {
        [PusherSubscribe]
        public Task Come(string place) => Groups.AddToGroupAsync(Context.ConnectionId, place);

        [PusherUnsubscribe]
        public Task Go(string place) => Groups.RemoveFromGroupAsync(Context.ConnectionId, place);

        [PusherClientEvent("client-note", "channel", "data.words", "data.by")]
        public Task Note(string where, string what, string who) => Clients.Group(where).SendAsync("Noted", what, who);
    }
}
