// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>pusher-js with a hub that knows its users: [Authorize], policies, IUserIdProvider, Context.Abort.</summary>
public sealed class AuthorizedHubTests : IAsyncLifetime
{
    private HubApp _app = null!;

    public async Task InitializeAsync() => _app = await HubApp.StartAsync<GuardedHub>(hub => hub
        .OnSubscribe(nameof(GuardedHub.Enter))
        .OnClientEvent("client-who", nameof(GuardedHub.Who))
        .OnClientEvent("client-clear", nameof(GuardedHub.Clear))
        .OnClientEvent("client-leave", nameof(GuardedHub.Leave)));

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Theory]
    [InlineData("ann", null)]
    [InlineData(null, "ann")]
    public async Task CookieOrToken_OfAUser_IsTheUserOfTheHub(string? cookie, string? token)
    {
        PusherTestClient client = await _app.CreatePusherAsync(cookie, token, "you");
        await client.ConnectAsync();
        await client.SubscribeAsync("room");

        await client.SendAsync("room", "client-who", new { });

        Assert.Equal(new ReceivedEvent("", "you", "\"ann\""), await client.NextAsync(""));
    }

    [Fact]
    public async Task Nobody_IsRefusedForGood()
    {
        PusherTestClient client = await _app.CreatePusherAsync(user: null, accessToken: null);

        Assert.Equal(new ReceivedError(4009, "Connection is unauthorized"), await client.NextErrorAsync());
        await client.WaitForStateAsync("disconnected");
    }

    [Fact]
    public async Task Policy_OfAMethod_RefusesTheCallAndTheConnectionStays()
    {
        PusherTestClient ann = await _app.ConnectPusherAsync("ann", "cleared");
        PusherTestClient admin = await _app.ConnectPusherAsync("admin", "cleared");
        await ann.SubscribeAsync("room");
        await admin.SubscribeAsync("room");

        await ann.SendAsync("room", "client-clear", new { });
        Assert.Equal(new ReceivedError(null, "Failed to invoke 'Clear' because user is unauthorized"), await ann.NextErrorAsync());
        await admin.SendAsync("room", "client-clear", new { });

        Assert.Equal("cleared", (await ann.NextAsync("room")).Name);
    }

    [Fact]
    public async Task Abort_InTheHub_EndsTheConnectionForGood()
    {
        PusherTestClient client = await _app.ConnectPusherAsync("ann");

        await client.SendAsync("room", "client-leave", new { });

        Assert.Equal(4009, (await client.NextErrorAsync()).Code);
        await client.WaitForStateAsync("disconnected");
    }
}
