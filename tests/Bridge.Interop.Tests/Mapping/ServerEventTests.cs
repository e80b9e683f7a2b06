// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Pusher.Tests.Mapping;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>Client methods with several arguments: as events for pusher-js, and events posted by REST as calls for @microsoft/signalr.</summary>
public sealed class ServerEventTests : IAsyncLifetime
{
    private static readonly string[] Targets = ["Said", "Moved", "Renamed", "free"];

    private HubApp _app = null!;
    private PusherTestClient _legacy = null!;
    private NodeHubClient _native = null!;
    private RestClient _rest = null!;

    public async Task InitializeAsync()
    {
        _app = await HubApp.StartAsync<TargetHub>(hub => hub
            .OnSubscribe(nameof(TargetHub.Join))
            .OnServerEvent("Said", "said", "user", "text")
            .OnServerEvent("Moved", "moved")
            .OnServerEvent("Renamed", "renamed", "name"));
        _legacy = await _app.ConnectPusherAsync("ann", "said", "moved", "renamed", "free");
        _native = await _app.ConnectHubAsync("bob", Targets);
        _rest = await _app.ConnectRestAsync();
        await _legacy.SubscribeAsync("room");
        await _native.InvokeAsync("Join", "room");
    }

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Theory]
    [InlineData("Said", new object?[] { "ann", "hi" }, "said", """{"user":"ann","text":"hi"}""")]
    [InlineData("Said", new object?[] { "ann" }, "said", """{"user":"ann"}""")]
    [InlineData("Said", new object?[] { "ann", null, 3 }, "said", """{"user":"ann","text":null}""")]
    [InlineData("Renamed", new object?[] { "bob" }, "renamed", """{"name":"bob"}""")]
    [InlineData("Moved", new object?[] { 1, 2 }, "moved", "[1,2]")]
    [InlineData("Moved", new object?[] { 1 }, "moved", "1")]
    [InlineData("Moved", new object?[0], "moved", "[]")]
    [InlineData("free", new object?[] { "a", true, null }, "free", """["a",true,null]""")]
    public async Task HubCall_AnyNumberOfArguments_IsOneEvent(string target, object?[] arguments, string name, string data)
    {
        await _app.Services.GetRequiredService<IHubContext<TargetHub>>().Clients.Group("room").SendCoreAsync(target, arguments);

        Assert.Equal(new ReceivedEvent("room", name, data), await _legacy.NextAsync("room"));
        Assert.StartsWith($"{target} [", await _native.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("said", """{"user":"ann","text":"hi"}""", """Said ["ann","hi"]""")]
    [InlineData("said", """{"TEXT":{"a":[1]},"more":1}""", """Said [null,{"a":[1]}]""")]
    [InlineData("said", "[1,2]", "Said [[1,2]]")]
    [InlineData("said", "7", "Said [7]")]
    [InlineData("renamed", """{"name":"bob"}""", """Renamed ["bob"]""")]
    [InlineData("moved", """{"name":"bob"}""", """Moved [{"name":"bob"}]""")]
    [InlineData("free", "[1,2]", "free [[1,2]]")]
    public async Task RestEvent_AnyData_IsOneCall(string name, string data, string call)
    {
        Assert.Equal(200, (await _rest.TriggerAsync("room", name, data)).Status);

        Assert.Equal(call, await _native.NextAsync());
        Assert.Equal(new ReceivedEvent("room", name, data), await _legacy.NextAsync("room"));
    }
}
