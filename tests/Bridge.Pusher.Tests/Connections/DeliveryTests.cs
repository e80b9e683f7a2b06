// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>Who gets what is published on a channel.</summary>
public sealed class DeliveryTests
{
    [Fact]
    public async Task Published_SocketIdIsExcluded_OthersGetIt()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient excluded = await host.ConnectAsync();
        PusherClient other = await host.ConnectAsync();
        NativeClient native = await host.ConnectNativeAsync("price");
        await excluded.JoinAsync("a");
        await other.JoinAsync("a");
        await native.SubscribeAsync("a");

        await host.PublishAsync("a", "price", "1", exceptSocketId: excluded.SocketId);

        await other.NextAsync("price");
        Assert.Equal("""{"channel":"a"}""", (await native.NextAsync()).Origin.GetRawText());
        await excluded.ExpectNothingAsync();
    }

    [Fact]
    public async Task HubMessage_ToTheGroup_ReachesThePusherClientAsAnEvent()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("private-encrypted-a");

        await host.HubContext.Clients.Group("private-encrypted-a").SendAsync("secret", new { nonce = "n", ciphertext = "c" });

        await client.ExpectAsync("""{"event":"secret","channel":"private-encrypted-a","data":"{\"nonce\":\"n\",\"ciphertext\":\"c\"}"}""");
    }
}
