// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Connections;

/// <summary>The auth endpoints of the server's demo app, as Pusher clients ask them.</summary>
[Collection(ServerCollection.Name)]
public sealed class AuthEndpointTests(ServerHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs4)]
    [InlineData(ClientKind.Echo)]
    public async Task PusherAuth_PrivateChannel_LetsTheClientIn(ClientKind kind)
    {
        string channel = NewChannel("private-");
        PusherTestClient client = await ConnectAsAsync(kind, TestUser.Ann);

        await client.SubscribeAsync(channel);

        await Rest.TriggerAsync(channel, TestEvents.Message, Payload.Value);
        Assert.Equal(Payload.On(channel, TestEvents.Message), await client.NextAsync(channel));
    }

    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs4)]
    public async Task PusherAuth_PresenceChannel_NamesTheUser(ClientKind kind)
    {
        PusherTestClient client = await ConnectAsAsync(kind, TestUser.Ann);

        Assert.Equal([TestUser.Ann], (await client.SubscribeAsync(NewChannel("presence-"), TestUser.Ann)).Members);
    }

    [Theory]
    [InlineData(ClientKind.PusherJs)]
    [InlineData(ClientKind.PusherJs7)]
    public async Task PusherUserAuth_Asked_SignsTheClientIn(ClientKind kind)
    {
        TestUser ann = NewUser("ann");
        PusherTestClient client = await ConnectAsAsync(kind, ann);

        await client.SignInAsync(ann);

        await Rest.SendToUserAsync(ann.Id, TestEvents.Message, "x");
        Assert.Equal(TestEvents.Message, (await client.NextAsync($"#server-to-user-{ann.Id}")).Name);
    }

    private async Task<PusherTestClient> ConnectAsAsync(ClientKind kind, TestUser user)
    {
        PusherTestClient client = await CreatePusherAsync(kind, Server, TestApp.Options, user);
        await client.ConnectAsync();
        return client;
    }
}
