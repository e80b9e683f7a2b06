// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Bridge.Pusher.Tests.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>Two nodes with the same mapping: what is sent on one reaches the clients of the other under the same names.</summary>
public sealed class FarmTests : IAsyncLifetime
{
    private RedisProcess _redis = null!;
    private HubApp _one = null!;
    private HubApp _two = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisProcess.StartAsync();
        _one = await StartAsync();
        _two = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _two.DisposeAsync();
        await _one.DisposeAsync();
        await _redis.DisposeAsync();
    }

    [Fact]
    public async Task Events_OfTheOtherNode_HaveTheirNamesAndArguments()
    {
        PusherTestClient legacy = await _two.ConnectPusherAsync("ann", "said", "moved");
        NodeHubClient native = await _two.ConnectHubAsync("bob", "Said", "Moved");
        await legacy.SubscribeAsync("room");
        await native.InvokeAsync("Join", "room");
        IClientProxy room = _one.Services.GetRequiredService<IHubContext<TargetHub>>().Clients.Group("room");
        RestClient rest = await _one.ConnectRestAsync();

        await room.SendAsync("Said", "ann", "hi");
        Assert.Equal(new ReceivedEvent("room", "said", """{"user":"ann","text":"hi"}"""), await legacy.NextAsync("room"));
        Assert.Equal("""Said ["ann","hi"]""", await native.NextAsync());

        await room.SendAsync("Moved", 1, 2);
        Assert.Equal(new ReceivedEvent("room", "moved", "[1,2]"), await legacy.NextAsync("room"));
        Assert.Equal("Moved [1,2]", await native.NextAsync());

        await rest.TriggerAsync("room", "said", """{"text":"hi","more":1}""");
        Assert.Equal(new ReceivedEvent("room", "said", """{"text":"hi","more":1}"""), await legacy.NextAsync("room"));
        Assert.Equal("""Said [null,"hi"]""", await native.NextAsync());
    }

    private Task<HubApp> StartAsync() => HubApp.StartAsync<TargetHub>(
        hub => hub
            .OnSubscribe(nameof(TargetHub.Join))
            .OnServerEvent("Said", "said", "user", "text")
            .OnServerEvent("Moved", "moved"),
        signalR => signalR.AddBridgeRedis(_redis.Configuration));
}
