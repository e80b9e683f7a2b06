// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;

namespace Bridge.Core.Tests.Hubs;

public sealed class ChannelQueriesTests : IAsyncDisposable
{
    private readonly HubTestHost<PlainHub> _host = new();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Queries_BothKindsOfClientsOnAChannel_SeeThemAll()
    {
        foreach (ClientKind kind in (ClientKind[])[ClientKind.Native, ClientKind.Dialect])
        {
            TestClient client = await _host.AddAsync(kind, $"user of {kind}");
            await _host.Manager.AddToGroupAsync(client.ConnectionId, "presence-room");
        }

        Assert.Equal(new ChannelOccupancy(2, 2), await _host.Queries.GetOccupancyAsync("presence-room"));
        Assert.Equal(["user of Native", "user of Dialect"], (await _host.Queries.GetMembersAsync("presence-room")).Select(member => member.UserId));
        OccupiedChannel only = Assert.Single(await _host.Queries.ListOccupiedAsync().ToListAsync());
        Assert.Equal(new OccupiedChannel("presence-room", new ChannelOccupancy(2, 2)), only);
    }

    [Fact]
    public async Task ListOccupied_ChannelsOfUsers_AreLeftOut()
    {
        TestClient client = await _host.AddAsync(ClientKind.Native);
        foreach (string group in (string[])["#server-to-user-ann", TestNamespaces.Prefix + "#server-to-user-ann", TestNamespaces.Prefix + "room"])
        {
            await _host.Manager.AddToGroupAsync(client.ConnectionId, group);
        }

        Assert.Equal([TestNamespaces.Prefix + "room"], await _host.Queries.ListOccupiedAsync().Select(channel => channel.Group).ToListAsync());
    }

    [Fact]
    public async Task GetCachedEvent_PublishedOnACacheChannel_IsThere()
    {
        await _host.Publisher.PublishAsync(new ChannelEvent { Group = "cache-news", Name = "e", Data = EventData.FromText("x") });

        KeptEvent? kept = await _host.Queries.GetCachedEventAsync("cache-news");

        Assert.Equal(("e", "\"x\""), (kept?.Event.Name, System.Text.Encoding.UTF8.GetString(kept!.Event.Data.Span)));
        Assert.Equal(new ChannelSettings().CacheLifetime, kept.TimeToLive);
    }
}
