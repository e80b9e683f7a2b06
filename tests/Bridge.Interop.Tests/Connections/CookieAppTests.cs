// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;

namespace Bridge.Interop.Tests.Connections;

/// <summary>Real clients of an app with cookies and policies, each test on an app of its own, since some change its configuration.</summary>
public sealed class CookieAppTests : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _clients = [];
    private readonly NodeDriver _node = NodeDriver.Start();
    private CookieApp _app = null!;
    private RestClient _rest = null!;

    public async Task InitializeAsync()
    {
        _app = await CookieApp.StartAsync();
        _rest = await RestClient.CreateAsync(_node, _app.Address);
    }

    public async Task DisposeAsync()
    {
        foreach (IAsyncDisposable client in _clients)
        {
            await client.DisposeAsync();
        }

        await _node.DisposeAsync();
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(ClientKind.Echo)]
    [InlineData(ClientKind.PusherJs)]
    public async Task PrivateChannel_PolicyAdmits_ListensAndWhispers(ClientKind kind)
    {
        PusherTestClient ann = await ConnectAsync(kind, TestUser.Ann);
        PusherTestClient bob = await ConnectAsync(ClientKind.Echo, TestUser.Bob);
        await ann.SubscribeAsync("private-orders");
        await bob.SubscribeAsync("private-orders");

        await _rest.TriggerAsync("private-orders", TestEvents.Message, Payload.Value);
        Assert.Equal(Payload.On("private-orders", TestEvents.Message), await ann.NextAsync("private-orders"));
        await bob.NextAsync("private-orders");
        await bob.TriggerAsync("private-orders", TestEvents.ClientMessage, Payload.Value);

        Assert.Equal(Payload.On("private-orders", TestEvents.ClientMessage), await ann.NextAsync("private-orders"));
        bob.AssertNothingOn("private-orders");
    }

    [Theory]
    [InlineData(ClientKind.Echo)]
    [InlineData(ClientKind.PusherJs)]
    public async Task PrivateChannel_PolicyRefuses_ReachesTheErrorCallback(ClientKind kind)
    {
        PusherTestClient guest = await ConnectAsync(kind, TestUser.Ann, role: "guest");

        ClientException error = await Assert.ThrowsAsync<ClientException>(() => guest.SubscribeAsync("private-orders"));

        Assert.Contains("403 The user may not subscribe to private-orders", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PresenceChannel_HereJoiningLeaving_NameTheUsersOfTheCookies()
    {
        PusherTestClient ann = await ConnectAsync(ClientKind.Echo, TestUser.Ann);
        Assert.Equal([TestUser.Ann], (await ann.SubscribeAsync("presence-room", TestUser.Ann)).Members);

        PusherTestClient bob = await ConnectAsync(ClientKind.Echo, TestUser.Bob, role: "guest");
        Assert.Equal([TestUser.Ann, TestUser.Bob], (await bob.SubscribeAsync("presence-room", TestUser.Bob)).Members);
        Assert.Equal(TestEvents.MemberAdded, (await ann.NextAsync("presence-room")).Name);
        await bob.UnsubscribeAsync("presence-room");

        ReceivedEvent left = await ann.NextAsync("presence-room");
        Assert.Equal(TestEvents.MemberRemoved, left.Name);
        Assert.Contains(TestUser.Bob.Id, left.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NativeClient_SameCookie_JoinsWithoutSignatureAndIsSeen()
    {
        PusherTestClient ann = await ConnectAsync(ClientKind.Echo, TestUser.Ann);
        await ann.SubscribeAsync("presence-room", TestUser.Ann);
        NodeHubLink bob = await ConnectNativeAsync(TestUser.Bob);

        await bob.InvokeAsync("Subscribe", "presence-room", null);
        await bob.InvokeAsync("Subscribe", "private-orders", null);

        ReceivedEvent joined = await ann.NextAsync("presence-room");
        Assert.Equal(TestEvents.MemberAdded, joined.Name);
        Assert.Contains("\"name\":\"Bob\"", joined.Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EncryptedChannel_SharedSecretOfTheEndpoint_OpensTheMessages()
    {
        PusherTestClient ann = await ConnectAsync(ClientKind.PusherJs, TestUser.Ann);
        await ann.SubscribeAsync("private-encrypted-orders");

        await _rest.TriggerAsync("private-encrypted-orders", TestEvents.Message, Payload.Value);

        Assert.Equal(Payload.On("private-encrypted-orders", TestEvents.Message), await ann.NextAsync("private-encrypted-orders"));
    }

    [Fact]
    public async Task SignIn_WatchlistOfTheEndpoint_TellsOfNativeUsers()
    {
        PusherTestClient ann = await ConnectAsync(ClientKind.PusherJs, TestUser.Ann);
        await ann.SignInAsync(TestUser.Ann);
        Assert.Equal("offline", (await ann.NextAsync("#watchlist")).Name);

        await ConnectNativeAsync(TestUser.Bob);

        Assert.Equal(new ReceivedEvent("#watchlist", "online", "[\"bob\"]"), await ann.NextAsync("#watchlist"));
        await _rest.SendToUserAsync(TestUser.Ann.Id, TestEvents.Message, "x");
        Assert.Equal(TestEvents.Message, (await ann.NextAsync($"#server-to-user-{TestUser.Ann.Id}")).Name);
    }

    [Fact]
    public async Task KeyRotation_WhileConnected_IsNotNoticedUntilTheOldKeyIsTakenAway()
    {
        PusherTestClient ann = await ConnectAsync(ClientKind.Echo, TestUser.Ann);
        await ann.SubscribeAsync("private-before");

        _app.Change(("Key", "new-key"), ("Secret", "new-secret"), ("PreviousKey", TestApp.Key), ("PreviousSecret", TestApp.Secret));
        await ann.SubscribeAsync("private-after");
        Assert.Equal(200, (await _rest.TriggerAsync(["private-before", "private-after"], TestEvents.Message, "x")).Status);
        await ann.NextAsync("private-before");
        await ann.NextAsync("private-after");

        _app.Change(("PreviousKey", null), ("PreviousSecret", null));
        await ann.WaitForStateAsync("disconnected");
        Assert.Equal(401, (await _rest.TriggerAsync("private-before", TestEvents.Message, "x")).Status);
    }

    [Fact]
    public async Task Reload_WhileConnected_ChangesTheRulesAndABadOneNothing()
    {
        PusherTestClient ann = await ConnectAsync(ClientKind.PusherJs, TestUser.Ann);
        await ann.SubscribeAsync("private-orders");

        _app.Change(("ClientEvents", "false"));
        await ann.TriggerAsync("private-orders", TestEvents.ClientMessage, "x");
        Assert.Contains("To send client events", (await ann.NextErrorAsync()).Message, StringComparison.Ordinal);

        Assert.ThrowsAny<Exception>(() => _app.Change(("Disabled", "true"), ("Secret", "")));
        await _rest.TriggerAsync("private-orders", TestEvents.Message, Payload.Value);
        Assert.Equal(Payload.On("private-orders", TestEvents.Message), await ann.NextAsync("private-orders"));

        _app.Change(("Secret", TestApp.Secret));
        await ann.WaitForStateAsync("disconnected");
    }

    private async Task<PusherTestClient> ConnectAsync(ClientKind kind, TestUser user, string role = "staff")
    {
        var options = new
        {
            kind = kind == ClientKind.Echo ? "echo" : "pusher",
            version = 8,
            host = _app.Address.Host,
            port = _app.Address.Port,
            app = TestApp.Options,
            cookie = await _app.LogInAsync(user, role),
            events = (string[])[.. TestEvents.OfApplication, TestEvents.HubEvent],
        };
        PusherTestClient client = await PusherTestClient.CreateAsync(_node, options, $"{kind} {user.Name}");
        _clients.Add(client);
        await client.ConnectAsync();
        return client;
    }

    private async Task<NodeHubLink> ConnectNativeAsync(TestUser user)
    {
        NodeHubLink link = await NodeHubLink.CreateAsync(_node, new Uri(_app.Address, "/hub"), cookie: await _app.LogInAsync(user, "staff"));
        _clients.Add(link);
        await link.ConnectAsync();
        return link;
    }
}
