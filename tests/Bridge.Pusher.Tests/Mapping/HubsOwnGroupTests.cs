// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>Subscriptions to groups that the hub joins by itself.</summary>
public sealed class HubsOwnGroupTests
{
    private const string Succeeded = """{"event":"pusher_internal:subscription_succeeded","channel":"lobby","data":"{}"}""";

    [Fact]
    public async Task Subscribe_NoMethodButTheHubJoinedTheGroup_Succeeds()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("lobby");

        await client.ExpectAsync(Succeeded);
        await host.Services.GetRequiredService<IHubContext<LobbyHub>>().Clients.Group("lobby").SendAsync("bell", 1);
        await client.ExpectAsync("""{"event":"bell","channel":"lobby","data":"1"}""");
    }

    [Fact]
    public async Task Subscribe_WhileTheHubStillConnects_WaitsForItAndComesBeforeTheGroupsFirstEvent()
    {
        await using MappedHost host = await StartAsync();
        LobbyHub.Doorkeeper doorkeeper = host.Services.GetRequiredService<LobbyHub.Doorkeeper>();
        doorkeeper.Welcomes = true;
        doorkeeper.Open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        PusherClient client = await host.ConnectAsync();
        await client.SubscribeAsync("lobby");
        await client.SendAsync("pusher:ping", new { });
        await client.NextAsync("pusher:pong");

        doorkeeper.Open.SetResult();

        await client.ExpectAsync(Succeeded);
        await client.ExpectAsync("""{"event":"welcome","channel":"lobby","data":"[]"}""");
    }

    [Fact]
    public async Task Subscribe_GroupThatTheHubDidNotJoin_IsRefusedAndTheConnectionStays()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("hall");

        JsonElement refusal = (await client.NextAsync("pusher:subscription_error")).DataObject();
        Assert.Equal(400, refusal.GetProperty("status").GetInt32());
        await client.ExpectErrorAsync(null, "The hub takes no subscriptions and has not joined this channel by itself.");
        await client.SubscribeAsync("lobby");
        await client.ExpectAsync(Succeeded);
    }

    [Fact]
    public async Task Unsubscribe_NoMethods_KeepsTheGroupForTheNextSubscription()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.SubscribeAsync("lobby");
        await client.ExpectAsync(Succeeded);

        await client.UnsubscribeAsync("lobby");
        await client.SubscribeAsync("lobby");

        await client.ExpectAsync(Succeeded);
    }

    [Fact]
    public async Task Subscribe_PresenceGroupOfTheHub_NamesTheUsersThatItVouchesFor()
    {
        await using MappedHost host = await StartAsync();
        await using HubClient ann = await HubClient.ConnectAsync(host.AddressOf("/hub?access_token=ann"));
        PusherClient bob = await host.ConnectAsync("&access_token=bob");

        JsonElement joined = await bob.JoinAsync("presence-all", """{"user_id":"bob"}""");

        Assert.Equal(
            ["ann", "bob"],
            joined.DataObject().GetProperty("presence").GetProperty("ids").EnumerateArray().Select(id => id.GetString()!).Order());
    }

    [Fact]
    public async Task Subscribe_MethodThatDoesNotJoinWhatTheHubHasJoined_Succeeds()
    {
        await using MappedHost host = await StartAsync(hub => hub.OnSubscribe(nameof(LobbyHub.LookAt)));
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("lobby");
        await client.ExpectAsync(Succeeded);

        await client.SubscribeAsync("hall");
        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, "The hub did not admit the connection to the channel");
    }

    private static Task<MappedHost> StartAsync(Action<Core.Mapping.HubMapBuilder>? map = null) => MappedHost.StartAsync<LobbyHub>(
        bridge => bridge.ForHub<LobbyHub>(map ?? (_ => { })),
        builder =>
        {
            TestAuthentication.Add(builder);
            builder.Services.AddSingleton<LobbyHub.Doorkeeper>();
        });
}
