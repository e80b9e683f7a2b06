// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Users;

/// <summary>Sign-in of native clients with the signatures of Pusher.</summary>
public sealed class NativeSignInTests
{
    [Fact]
    public async Task SignIn_SignatureIsGood_IsThatUserForEverybody()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Watchlists = true);
        NativeClient native = await host.ConnectNativeAsync("pusher:watchlist_events", "news");

        JsonElement userId = await native.SignInAsync("""{"id":"u1","watchlist":["u2"]}""");
        (string name, JsonElement state, _) = await native.NextAsync();
        PusherClient client = await host.ConnectAsync();
        await client.SignInAsync("""{"id":"u2","watchlist":["u1"]}""");
        await client.NextAsync("pusher:signin_success");
        await host.PublishAsync("#server-to-user-u1", "news", "{\"n\":1}");

        Assert.Equal("u1", userId.GetString());
        Assert.Equal("pusher:watchlist_events", name);
        Assert.Equal("""{"events":[{"name":"offline","user_ids":["u2"]}]}""", state.GetRawText());
        await client.ExpectAsync(
            """{"event":"pusher_internal:watchlist_events","data":"{\"events\":[{\"name\":\"online\",\"user_ids\":[\"u1\"]}]}"}""");
        Assert.Equal("""{"events":[{"name":"online","user_ids":["u2"]}]}""", (await native.NextAsync()).Data.GetRawText());
        Assert.Equal("""{"n":1}""", (await native.NextAsync()).Data.GetRawText());
    }

    [Theory]
    [InlineData("", "{\"id\":\"u\"}", "Invalid key in signin auth data")]
    [InlineData("nobody:abc", "{\"id\":\"u\"}", "Invalid key in signin auth data")]
    [InlineData("key:abc", "", "Missing required parameter: user_data")]
    public async Task SignIn_AuthIsBad_FailsAndLeavesTheConnection(string auth, string userData, string reason)
    {
        await using PusherHost host = await PusherHost.StartAsync();
        NativeClient native = await host.ConnectNativeAsync();

        HubException error = await Assert.ThrowsAsync<HubException>(() => native.InvokeAsync("SignIn", new { auth, userData }));

        Assert.EndsWith(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal("u", (await native.SignInAsync("""{"id":"u"}""")).GetString());
    }

    [Fact]
    public async Task SignIn_AppIsDisabled_Fails()
    {
        await using PusherHost host = await PusherHost.StartAsync(app => app.Disabled = true);
        NativeClient native = await host.ConnectNativeAsync();

        await Assert.ThrowsAsync<HubException>(() => native.SignInAsync("""{"id":"u"}"""));
    }

    [Fact]
    public async Task SignIn_AsAnotherUser_Fails()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        NativeClient native = await host.ConnectNativeAsync();
        await native.SignInAsync("""{"id":"u1"}""");

        HubException error = await Assert.ThrowsAsync<HubException>(() => native.SignInAsync("""{"id":"u2"}"""));

        Assert.EndsWith("The connection is already signed in as another user.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_SeveralApps_BelongsToTheAppOfTheKey()
    {
        await using PusherHost host = await PusherHost.StartAsync([
            new PusherApp("1", "key", "secret") { GroupPrefix = "a-" }, new PusherApp("2", "other", "s") { GroupPrefix = "b-" }]);
        NativeClient native = await host.ConnectNativeAsync("news");
        await native.SignInAsync("""{"id":"u"}""");

        await host.PublishAsync("b-#server-to-user-u", "news", "1");
        await host.PublishAsync("a-#server-to-user-u", "news", "2");

        Assert.Equal(2, (await native.NextAsync()).Data.GetInt32());
    }

    [Fact]
    public async Task Subscribe_OwnUserChannel_IsForTheUserOnly()
    {
        await using PusherHost host = await PusherHost.StartAsync();
        NativeClient native = await host.ConnectNativeAsync("news");
        await Assert.ThrowsAsync<HubException>(() => native.InvokeAsync("Subscribe", "#server-to-user-u", null));
        await native.SignInAsync("""{"id":"u"}""");

        await native.InvokeAsync("Subscribe", "#server-to-user-u", null);
        await Assert.ThrowsAsync<HubException>(() => native.InvokeAsync("Subscribe", "#server-to-user-v", null));
        await host.PublishAsync("#server-to-user-u", "news", "1");
        await host.PublishAsync("#server-to-user-u", "news", "2");

        Assert.Equal(1, (await native.NextAsync()).Data.GetInt32());
        Assert.Equal(2, (await native.NextAsync()).Data.GetInt32());
    }
}
