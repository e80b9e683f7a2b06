// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Hosts;
using Microsoft.AspNetCore.SignalR;
using Xunit.Abstractions;

namespace Bridge.Interop.Tests.Channels;

/// <summary>
/// What an application sends through its <see cref="IHubContext{THub}"/>: the JSON settings of the application hold for
/// clients of both dialects.
/// </summary>
[Collection(NewtonsoftCollection.Name)]
public sealed class HubEventTests(NewtonsoftHost host, ITestOutputHelper output) : InteropTests(host, output)
{
    private const string ShippedJson = """{"order_number":7,"order_state":"Shipped","shipped_at":"2026-01-02T03:04:05Z"}""";

    private readonly NewtonsoftHost _host = host;

    public enum OrderState
    {
        Open,
        Shipped,
    }

    private static Order Shipped => new(7, OrderState.Shipped, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc));

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task SendToGroup_ObjectOfTheApp_ReachesSubscribersInItsJson(ClientKind kind)
    {
        string channel = NewChannel();
        ITestClient client = await ConnectAsync(kind);
        await client.SubscribeAsync(channel);

        await (await HubAsync()).Clients.Group(channel).SendAsync(TestEvents.HubEvent, Shipped);

        string told = kind.IsSignalR() ? "" : channel;
        Assert.Equal(new ReceivedEvent(told, TestEvents.HubEvent, ShippedJson), await client.NextAsync(told));
    }

    [Theory]
    [MemberData(nameof(ClientKinds.All), MemberType = typeof(ClientKinds))]
    public async Task SendToAll_ObjectOfTheApp_ReachesClientsOnNoChannel(ClientKind kind)
    {
        ITestClient client = await ConnectAsync(kind);
        // A client may know that it is connected before the hub does; a hub method is answered after that.
        await client.SubscribeAsync(NewChannel());

        await (await HubAsync()).Clients.All.SendAsync(TestEvents.HubEvent, Shipped);

        Assert.Equal(new ReceivedEvent("", TestEvents.HubEvent, ShippedJson), await client.NextAsync(""));
    }

    private async Task<IHubContext<Core.Hubs.ChannelHub>> HubAsync() => ((NewtonsoftApp)await _host.GetAsync(Settings)).Hub;

    private sealed record Order(int OrderNumber, OrderState OrderState, DateTime ShippedAt);
}
