// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>A hub for users, with a method for admins.</summary>
[Authorize]
public sealed class GuardedHub : Hub
{
    public Task Enter(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Who() => Clients.Caller.SendAsync("you", Context.UserIdentifier);

    [Authorize("admins")]
    public Task Clear(string channel) => Clients.Group(channel).SendAsync("cleared");

    public void Leave() => Context.Abort();
}
