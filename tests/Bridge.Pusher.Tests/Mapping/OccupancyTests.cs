// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Bridge.Pusher.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>The hub's own groups, whoever is in them, as <see cref="IChannelQueries"/> tells of them.</summary>
public sealed class OccupancyTests
{
    [Fact]
    public async Task Queries_GroupsOfTheHub_CountConnectionsOfEveryDialect()
    {
        await using MappedHost host = await MappedHost.StartAsync<ChatHub>(bridge => bridge.ForHub<ChatHub>(hub => hub
            .OnSubscribe(nameof(ChatHub.JoinRoom)).OnUnsubscribe(nameof(ChatHub.LeaveRoom))));
        IChannelQueries queries = host.Services.GetRequiredService<IChannelQueries<ChatHub>>();
        PusherClient pusher = await host.ConnectAsync();
        HubClient native = await host.ConnectNativeAsync();

        await pusher.JoinAsync("room");
        await native.InvokeAsync("JoinRoom", "room");
        await native.InvokeAsync("JoinRoom", "side");

        Assert.Equal(2, (await queries.GetOccupancyAsync("room")).ConnectionCount);
        Assert.Equal(["room 2", "side 1"], await ListAsync(queries));

        await pusher.UnsubscribeAsync("room");

        // Answered after the departure: a connection's calls run one after the other.
        await pusher.JoinAsync("side");
        await pusher.UnsubscribeAsync("side");
        await pusher.JoinAsync("last");
        await native.InvokeAsync("LeaveRoom", "side");

        Assert.Equal(["last 1", "room 1"], await ListAsync(queries));
        Assert.Equal(default, await queries.GetOccupancyAsync("side"));
    }

    private static async Task<string[]> ListAsync(IChannelQueries queries)
    {
        List<string> groups = [];
        await foreach (OccupiedChannel channel in queries.ListOccupiedAsync())
        {
            groups.Add($"{channel.Group} {channel.Occupancy.ConnectionCount}");
        }

        return [.. groups.Order(StringComparer.Ordinal)];
    }
}
