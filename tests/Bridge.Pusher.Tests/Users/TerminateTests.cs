// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Channels;
using Bridge.Core.Hubs;
using Bridge.Core.Users;
using Bridge.Pusher.Tests.Clients;
using Bridge.Pusher.Tests.Connections;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Users;

public sealed class TerminateTests : IAsyncLifetime
{
    private PusherHost _host = null!;

    public async Task InitializeAsync() => _host = await PusherHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Terminate_PusherClientsOfTheUser_AreClosedWith4009()
    {
        PusherClient[] anns = [await SignedInAsync("ann"), await SignedInAsync("ann")];
        PusherClient bob = await SignedInAsync("bob");

        await TerminateAsync("ann");

        foreach (PusherClient ann in anns)
        {
            Assert.Equal(4009, await ann.CloseCodeAsync());
        }

        await bob.ExpectNothingAsync();
    }

    [Fact]
    public async Task Terminate_ClientThatOnlyUsedTheIdOnAPresenceChannel_Stays()
    {
        PusherClient client = await _host.ConnectAsync();
        await client.JoinAsync("presence-room", """{"user_id":"ann"}""");

        await TerminateAsync("ann");

        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Terminate_NativeClientOfTheUser_IsClosedForGood()
    {
        NativeClient ann = await _host.ConnectNativeAsync();
        await ann.SignInAsync("""{"id":"ann"}""");
        var closed = new TaskCompletionSource<Exception?>(TaskCreationOptions.RunContinuationsAsynchronously);
        ann.Hub.Closed += error =>
        {
            closed.TrySetResult(error);
            return Task.CompletedTask;
        };

        await TerminateAsync("ann");

        await closed.Task.Await("the end of the native connection");
    }

    [Fact]
    public async Task Terminate_UserOnAPresenceChannel_IsNoLongerAMember()
    {
        PusherClient bob = await _host.ConnectAsync();
        await bob.JoinAsync("presence-room", """{"user_id":"bob"}""");
        PusherClient ann = await SignedInAsync("ann");
        await ann.JoinAsync("presence-room");
        await bob.NextAsync("pusher_internal:member_added");

        await TerminateAsync("ann");

        JsonElement removed = await bob.NextAsync("pusher_internal:member_removed");
        Assert.Equal("ann", removed.DataObject().GetProperty("user_id").GetString());
        IChannelQueries queries = _host.Services.GetRequiredService<IChannelQueries<ChannelHub>>();
        Assert.Equal(["bob"], (await queries.GetMembersAsync("presence-room")).Select(member => member.UserId));
    }

    [Fact]
    public async Task Terminate_TheUserComesBack_IsWelcome()
    {
        PusherClient first = await SignedInAsync("ann");
        await TerminateAsync("ann");
        Assert.Equal(4009, await first.CloseCodeAsync());

        PusherClient second = await SignedInAsync("ann");

        await _host.PublishAsync("#server-to-user-ann", "e", "x");
        await second.NextAsync("e");
    }

    private ValueTask TerminateAsync(string userId) =>
        _host.Services.GetRequiredService<IUserConnections<ChannelHub>>().TerminateAsync(userId);

    private async Task<PusherClient> SignedInAsync(string userId)
    {
        PusherClient client = await _host.ConnectAsync();
        await client.SignInAsync($$"""{"id":"{{userId}}"}""");
        await client.NextAsync("pusher:signin_success");
        return client;
    }
}
