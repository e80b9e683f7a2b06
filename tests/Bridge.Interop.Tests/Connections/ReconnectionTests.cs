// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Connections;

public abstract class ReconnectionTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private readonly BridgeHost _host = host;

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task ConnectionLost_ClientComesBack_ReceivesOnAllItsChannels(ClientKind kind)
    {
        string open = NewChannel();
        string presence = NewChannel("presence-");
        CuttableProxy proxy = Owned(new CuttableProxy(Server));
        ITestClient client = await ConnectAsync(kind, proxy.Address);
        await client.SubscribeAsync(open);
        await client.SubscribeAsync(presence, TestUser.Ann);
        string before = await client.GetSocketIdAsync();

        proxy.Cut();
        await client.WaitForReconnectionAsync();
        await Rest.TriggerAsync([open, presence], TestEvents.Message, Payload.Value);

        Assert.Equal(Payload.On(open, TestEvents.Message), await client.NextAsync(open));
        Assert.Equal(Payload.On(presence, TestEvents.Message), await client.NextAsync(presence));
        Assert.NotEqual(before, await client.GetSocketIdAsync());
    }

    /// <summary>The program is killed, the application of the other host is stopped in an orderly way.</summary>
    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task ServerEnds_AnotherTakesOver_ClientGoesOnThere(ClientKind kind)
    {
        string channel = NewChannel("private-");
        IRunningServer first = Owned(await _host.StartForOneTestAsync());
        CuttableProxy proxy = Owned(new CuttableProxy(first.Address));
        ITestClient client = await ConnectAsync(kind, proxy.Address);
        await client.SubscribeAsync(channel);

        proxy.Server = Server;
        await first.DisposeAsync().AsTask().WithinDeadline("the server should have ended");
        await client.WaitForReconnectionAsync();
        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);

        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs7)]
    [InlineData(ClientKind.PusherJs4)]
    [InlineData(ClientKind.Echo)]
    public async Task Connect_AfterDisconnect_ReceivesOnItsChannelsAgain(ClientKind kind)
    {
        string channel = NewChannel("private-");
        PusherTestClient client = await ConnectPusherAsync(kind);
        await client.SubscribeAsync(channel);

        await client.DisconnectAsync();
        await client.ReconnectAsync();
        await client.WaitForReconnectionAsync();
        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);

        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs7)]
    public async Task ConnectionLost_UserWasSignedIn_SignsInAgain(ClientKind kind)
    {
        TestUser ann = NewUser("ann");
        string presence = NewChannel("presence-");
        CuttableProxy proxy = Owned(new CuttableProxy(Server));
        ITestClient client = await ConnectAsync(kind, proxy.Address);
        await client.SignInAsync(ann);
        await client.SubscribeAsync(presence);

        proxy.Cut();
        // Being back on the presence channel needs the new sign-in.
        await client.WaitForReconnectionAsync();
        await Rest.SendToUserAsync(ann.Id, TestEvents.Message, "x");

        Assert.Equal(TestEvents.Message, (await client.NextAsync($"#server-to-user-{ann.Id}")).Name);
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : ReconnectionTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : ReconnectionTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : ReconnectionTests(host, output);
}
