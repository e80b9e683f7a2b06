// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>Refuses in every way that a hub has.</summary>
public sealed class StrictHub : Hub
{
    public Task Join(string room) => room switch
    {
        "open" => Groups.AddToGroupAsync(Context.ConnectionId, room),
        "full" => throw new HubException("The room is full."),
        "broken" => throw new InvalidOperationException("No database."),
        "regretted" => RegretAsync(room),
        _ => Task.CompletedTask,
    };

    [Authorize("admins")]
    public Task Clear(string room) => Clients.Group(room).SendAsync("cleared");

    public Task Count(string room, int number) => number < 0
        ? throw new HubException("Less than nothing.")
        : Clients.Group(room).SendAsync("count", number);

    public Task Tell(string room) => Clients.Group(room).SendAsync("told");

    private async Task RegretAsync(string room)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, room);
        await Clients.Group(room).SendAsync("early");
        throw new HubException("On second thoughts, no.");
    }
}
