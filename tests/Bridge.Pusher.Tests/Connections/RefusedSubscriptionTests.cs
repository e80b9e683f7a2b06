// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/specs/pusher.md, "Subscribing": what is refused, and in which words.</summary>
public sealed class RefusedSubscriptionTests
{
    [Theory]
    [InlineData("private-a", null, "Auth info required to subscribe to private-a")]
    [InlineData("private-a", "", "Auth info required to subscribe to private-a")]
    [InlineData("private-a", "abc", "Auth value for subscription to private-a is invalid: should be of format 'key:signature'")]
    [InlineData("private-a", "other:abc", "Invalid key in subscription auth data: 'other'")]
    [InlineData("private-a", "key:abc", "Invalid signature: Expected HMAC SHA256 hex digest of SOCKET:private-a, but got abc")]
    [InlineData("presence-a", "", "Auth info required to subscribe to presence-a")]
    [InlineData("private-encrypted-a", "key:abc", "Invalid signature: Expected HMAC SHA256 hex digest of SOCKET:private-encrypted-a, but got abc")]
    [InlineData("presence-cache-a", "key:abc", "Invalid signature: Expected HMAC SHA256 hex digest of SOCKET:presence-cache-a, but got abc")]
    [InlineData("#server-to-user-u", "", "Only the signed-in user may subscribe to #server-to-user-u")]
    public async Task Subscribe_NotAuthorized_IsRefusedInBothWays(string channel, string? auth, string reason)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync("pusher:subscribe", new { channel, auth });

        await client.ExpectRefusalAsync(channel, "AuthError", 401, reason.Replace("SOCKET", client.SocketId, StringComparison.Ordinal));
        await host.PublishAsync(channel, "secret", "1");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscribe_SignatureOfAnotherConnection_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient other = await host.ConnectAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SendAsync("pusher:subscribe", new { channel = "private-a", auth = other.Auth("private-a") });

        await client.NextAsync("pusher:subscription_error");
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("ü")]
    [InlineData("#a")]
    [InlineData("#server-to-user-")]
    [InlineData("a/b")]
    [InlineData("a\0")]
    public async Task Subscribe_NameIsNoChannel_IsRefusedInBothWays(string channel)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync(channel);

        await client.ExpectRefusalAsync(channel, "InvalidName", 400, "Invalid channel name: 1 to 200 characters of A-Za-z0-9_-=@,.; are allowed");
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Subscribe_NameIsAsLongAsAllowed_Succeeds()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Limits.MaxChannelNameLength = 50);
        PusherClient client = await host.ConnectAsync();

        await client.JoinAsync(new string('a', 50));
        await client.SubscribeAsync(new string('a', 51));

        await client.ExpectRefusalAsync(
            new string('a', 51), "InvalidName", 400, "Invalid channel name: 1 to 50 characters of A-Za-z0-9_-=@,.; are allowed");
    }

    [Fact]
    public async Task Subscribe_AgainWithoutAuthorization_IsRefusedAndStaysSubscribed()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("private-a");

        await client.SendAsync("pusher:subscribe", new { channel = "private-a", auth = "key:bad" });
        await client.NextAsync("pusher:subscription_error");
        await client.NextAsync("pusher:error");
        await host.PublishAsync("private-a", "price", "1");

        await client.NextAsync("price");
    }
}
