// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Users;

public abstract class UserTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    protected override ServerSettings Settings => ServerSettings.Talkative;

    [Theory]
    [MemberData(nameof(ClientKinds.WithUsers), MemberType = typeof(ClientKinds))]
    public async Task SendToUser_SignedIn_ReachesAllConnectionsOfThatUser(ClientKind kind)
    {
        TestUser ann = NewUser("ann");
        string channel = $"#server-to-user-{ann.Id}";
        ITestClient pusher = await ConnectAsync(ClientKind.PusherJs);
        ITestClient other = await ConnectAsync(kind);
        await pusher.SignInAsync(ann);
        await other.SignInAsync(ann);

        await Rest.SendToUserAsync(ann.Id, TestEvents.Message, Payload.Value);
        await Rest.SendToUserAsync(ann.Id, TestEvents.Fence, "x");

        foreach (ITestClient client in (ITestClient[])[pusher, other])
        {
            Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
            Assert.Equal(TestEvents.Fence, (await client.NextAsync(channel)).Name);
        }
    }

    [Theory]
    [MemberData(nameof(ClientKinds.WithUsers), MemberType = typeof(ClientKinds))]
    public async Task SendToUser_SomebodyElseIsSignedIn_DoesNotReachThem(ClientKind kind)
    {
        TestUser ann = NewUser("ann");
        TestUser bob = NewUser("bob");
        ITestClient client = await ConnectAsync(kind);
        await client.SignInAsync(bob);

        await Rest.SendToUserAsync(ann.Id, TestEvents.Message, "x");
        await Rest.SendToUserAsync(bob.Id, TestEvents.Fence, "x");

        Assert.Equal(TestEvents.Fence, (await client.NextAsync($"#server-to-user-{bob.Id}")).Name);
        client.AssertNothingOn($"#server-to-user-{ann.Id}");
    }

    [Theory]
    [MemberData(nameof(ClientKinds.WithUsers), MemberType = typeof(ClientKinds))]
    public async Task Subscribe_PresenceWhileSignedIn_JoinsAsTheUser(ClientKind kind)
    {
        TestUser ann = NewUser("ann");
        string channel = NewChannel("presence-");
        ITestClient client = await ConnectAsync(kind);
        await client.SignInAsync(ann);

        Assert.Equal([ann], (await client.SubscribeAsync(channel)).Members);
    }

    [Theory]
    [MemberData(nameof(ClientKinds.WithUsers), MemberType = typeof(ClientKinds))]
    public async Task SignIn_WatchedUserIsThere_HearsThatItIsOnline(ClientKind kind)
    {
        TestUser ann = NewUser("ann");
        TestUser bob = NewUser("bob");
        ITestClient watched = await ConnectAsync(ClientKind.SignalRJs);
        await watched.SignInAsync(bob);
        ITestClient client = await ConnectAsync(kind);

        await client.SignInAsync(ann, bob.Id);

        Assert.Equal(Watchlist("online", bob), await client.NextAsync("#watchlist"));
    }

    [Theory]
    [InlineData(ClientKind.PusherJs, ClientKind.SignalRJs)]
    [InlineData(ClientKind.SignalRDotNet, ClientKind.PusherJs)]
    public async Task SignIn_WatchedUserComesAndGoes_IsTold(ClientKind watching, ClientKind watched)
    {
        TestUser ann = NewUser("ann");
        TestUser bob = NewUser("bob");
        ITestClient client = await ConnectAsync(watching);
        await client.SignInAsync(ann, bob.Id);
        Assert.Equal(Watchlist("offline", bob), await client.NextAsync("#watchlist"));

        ITestClient other = await ConnectAsync(watched);
        await other.SignInAsync(bob);
        Assert.Equal(Watchlist("online", bob), await client.NextAsync("#watchlist"));

        await other.DisconnectAsync();
        Assert.Equal(Watchlist("offline", bob), await client.NextAsync("#watchlist"));
    }

    private static ReceivedEvent Watchlist(string name, TestUser user) => new("#watchlist", name, $"""["{user.Id}"]""");

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : UserTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : UserTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : UserTests(host, output);
}
