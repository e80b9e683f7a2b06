// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Connections;

public abstract class ConnectionTests(BridgeHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs7)]
    [InlineData(ClientKind.PusherJs4)]
    public async Task Connect_UnknownKey_IsRefusedForGood(ClientKind kind)
    {
        var app = new { appId = TestApp.Id, key = "no-such-key", secret = TestApp.Secret };

        PusherTestClient client = await CreatePusherAsync(kind, Server, app);

        Assert.Equal(4001, (await client.NextErrorAsync()).Code);
        await client.WaitForStateAsync("disconnected");
    }

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task GetSocketId_Connected_IsInPusherForm(ClientKind kind)
    {
        ITestClient client = await ConnectAsync(kind);

        Assert.Matches(@"^\d+\.\d+$", await client.GetSocketIdAsync());
    }

    [Collection(ServerCollection.Name)]
    public sealed class OnTheServer(ServerHost host, ITestOutputHelper output) : ConnectionTests(host, output);

    [Collection(NewtonsoftCollection.Name)]
    public sealed class OnAnAppWithNewtonsoft(NewtonsoftHost host, ITestOutputHelper output) : ConnectionTests(host, output);

    [Collection(FarmCollection.Name)]
    public sealed class OnAFarm(FarmHost host, ITestOutputHelper output) : ConnectionTests(host, output);
}
