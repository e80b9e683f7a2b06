// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Core.Channels;
using Bridge.Core.Presence;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>Has groups with names of its own, and asks who is on their channels.</summary>
public sealed class RoomHub(IChannelQueries<RoomHub> queries) : Hub
{
    public Task Join(string room) => Groups.AddToGroupAsync(Context.ConnectionId, "room-" + room);

    public Task Leave(string room) => Groups.RemoveFromGroupAsync(Context.ConnectionId, "room-" + room);

    /// <summary>Tells the caller who is in a room and how many are in all of them.</summary>
    public async Task Ask(string room)
    {
        ChannelOccupancy occupancy = await queries.GetOccupancyAsync("presence-" + room);
        IReadOnlyList<PresenceMember> members = await queries.GetMembersAsync("presence-" + room);
        List<string> all = [];
        await foreach (OccupiedChannel channel in queries.ListOccupiedAsync("presence-"))
        {
            all.Add($"{channel.Group} {channel.Occupancy.ConnectionCount}/{channel.Occupancy.UserCount}");
        }

        string users = string.Join(' ', members.Select(member => member.UserId).Order(StringComparer.Ordinal));
        await Clients.Caller.SendAsync(
            "answer", $"{occupancy.ConnectionCount}/{occupancy.UserCount}: {users}; {string.Join(", ", all.Order(StringComparer.Ordinal))}");
    }
}
