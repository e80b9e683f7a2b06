// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Pusher.Tests.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>A hub that joins groups in OnConnectedAsync and has nothing mapped for subscriptions: pusher-js subscribes to them.</summary>
public sealed class HubsOwnGroupTests : IAsyncLifetime
{
    private HubApp _app = null!;

    public async Task InitializeAsync() => _app = await HubApp.StartAsync<LobbyHub>(
        _ => { }, configure: builder => builder.Services.AddSingleton<LobbyHub.Doorkeeper>());

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task Subscribe_GroupOfOnConnected_SucceedsThenBindsOnTheChannel()
    {
        PusherTestClient client = await _app.ConnectPusherAsync("ann", "bell");
        await client.SubscribeAsync("lobby");
        await RingAsync(1);
        Assert.Equal(new ReceivedEvent("lobby", "bell", "1"), await client.NextAsync("lobby"));

        await client.UnsubscribeAsync("lobby");
        await client.SubscribeAsync("lobby");
        await RingAsync(2);

        Assert.Equal(new ReceivedEvent("lobby", "bell", "2"), await client.NextAsync("lobby"));
    }

    [Fact]
    public async Task Subscribe_BeforeTheHubHasJoined_SucceedsWhenItHas()
    {
        LobbyHub.Doorkeeper doorkeeper = _app.Services.GetRequiredService<LobbyHub.Doorkeeper>();
        doorkeeper.Open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        doorkeeper.Welcomes = true;
        PusherTestClient client = await _app.ConnectPusherAsync("ann", "welcome");
        Task<Subscription> subscribing = client.SubscribeAsync("lobby");

        doorkeeper.Open.SetResult();

        await subscribing;
        Assert.Equal(new ReceivedEvent("lobby", "welcome", "[]"), await client.NextAsync("lobby"));
    }

    [Fact]
    public async Task Subscribe_AnotherChannel_IsRefused()
    {
        PusherTestClient client = await _app.ConnectPusherAsync("ann", "bell");

        ClientException refusal = await Assert.ThrowsAsync<ClientException>(() => client.SubscribeAsync("hall"));

        Assert.Contains("has not joined this channel by itself", refusal.Message, StringComparison.Ordinal);
    }

    private Task RingAsync(int number) =>
        _app.Services.GetRequiredService<IHubContext<LobbyHub>>().Clients.Group("lobby").SendAsync("bell", number);
}
