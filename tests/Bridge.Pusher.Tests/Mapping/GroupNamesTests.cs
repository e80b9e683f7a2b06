// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>Groups of the hub under other names, and as presence channels.</summary>
public sealed class GroupNamesTests
{
    [Fact]
    public async Task MapGroups_Prefixes_HubSeesItsOwnNamesAndClientsTheirs()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync("&access_token=ann");

        await client.JoinAsync("private-a");
        await client.TriggerAsync("client-message", "private-a", new { user = "ann", text = "hi" });
        await client.ExpectAsync("""{"event":"ReceiveMessage","channel":"private-a","data":"{\"user\":\"ann\",\"text\":\"hi\"}"}""");

        await client.SubscribeAsync("b");
        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, "The hub has no such channel.");
        await host.Services.GetRequiredService<IHubContext<ChatHub>>().Clients.All.SendAsync("barrier");
        await client.NextAsync("barrier");
    }

    [Fact]
    public async Task MapGroups_GroupOfNoChannel_DeliversWithoutOne()
    {
        await using MappedHost host = await MappedHost.StartAsync<ChatHub>(bridge => bridge.ForHub<ChatHub>(hub => hub
            .MapGroups(channel => "room-" + channel, group => group.StartsWith("room-", StringComparison.Ordinal) ? group["room-".Length..] : null)
            .OnClientEvent("client-join", nameof(ChatHub.JoinRoom), "data")
            .OnClientEvent("client-message", nameof(ChatHub.SendMessage), "data.room", "data")));
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("a");
        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, "The hub takes no subscriptions and has not joined this channel by itself.");
        await client.TriggerAsync("client-join", "x", "secret");
        await client.TriggerAsync("client-join", "x", "room-a");
        await client.TriggerAsync("client-message", "x", new { room = "secret", text = "one" });
        await client.TriggerAsync("client-message", "x", new { room = "room-a", text = "two" });

        await client.ExpectAsync("""{"event":"ReceiveMessage","data":"{\"user\":null,\"text\":\"one\"}"}""");
        await client.ExpectAsync("""{"event":"ReceiveMessage","channel":"a","data":"{\"user\":null,\"text\":\"two\"}"}""");
    }

    [Fact]
    public async Task PresenceChannel_OfAHubsGroup_CountsNativeAndLegacyMembersOnce()
    {
        await using MappedHost host = await StartAsync("presence-");
        PusherClient bob = await host.ConnectAsync("&access_token=bob");
        await using HubClient ann = await HubClient.ConnectAsync(host.AddressOf("/hub?access_token=ann"));
        await ann.InvokeAsync("JoinRoom", "a");

        JsonElement joined = await bob.JoinAsync("presence-a", """{"user_id":"bob"}""");
        Assert.Equal(["ann", "bob"], joined.DataObject().GetProperty("presence").GetProperty("ids").EnumerateArray().Select(id => id.GetString()!));

        await ann.InvokeAsync("LeaveRoom", "a");
        await bob.ExpectAsync("""{"event":"pusher_internal:member_removed","channel":"presence-a","data":"{\"user_id\":\"ann\"}"}""");
    }

    private static Task<MappedHost> StartAsync(string channelPrefix = "private-") => MappedHost.StartAsync<ChatHub>(
        bridge => bridge.ForHub<ChatHub>(hub => hub
            .MapGroups(channelPrefix, "")
            .OnSubscribe(nameof(ChatHub.JoinRoom))
            .OnUnsubscribe(nameof(ChatHub.LeaveRoom))
            .OnClientEvent("client-message", nameof(ChatHub.SendMessage))),
        TestAuthentication.Add);
}
