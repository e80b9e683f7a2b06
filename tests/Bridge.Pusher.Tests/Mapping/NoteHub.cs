// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>Passes on whatever it gets.</summary>
public sealed class NoteHub : Hub
{
    public Task Join(string channel) => Groups.AddToGroupAsync(Context.ConnectionId, channel);

    public Task Note(string channel, object data) => Clients.Group(channel).SendAsync("note", data);
}
