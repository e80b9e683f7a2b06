// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>Sends to whomever the caller names.</summary>
public sealed class TargetHub : Hub
{
    /// <summary>The group of everybody who has connected.</summary>
    public const string Lobby = "lobby";

    public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, Lobby);

    public Task Join(string channel) => Groups.AddToGroupAsync(Context.ConnectionId, channel);

    public Task Send(string to, string[] ids, CancellationToken cancellationToken = default) => (to switch
    {
        "All" => Clients.All,
        "AllExcept" => Clients.AllExcept(ids),
        "Others" => Clients.Others,
        "Caller" => Clients.Caller,
        "Group" => Clients.Group(ids[0]),
        "Groups" => Clients.Groups(ids),
        "GroupExcept" => Clients.GroupExcept(ids[0], ids[1]),
        "OthersInGroup" => Clients.OthersInGroup(ids[0]),
        "User" => Clients.User(ids[0]),
        "Users" => Clients.Users(ids),
        "Client" => Clients.Client(ids[0]),
        "Clients" => Clients.Clients(ids),
        _ => throw new HubException($"Nobody is called {to}."),
    }).SendAsync("news", 7, cancellationToken);

    /// <summary>Tells everybody that all that was sent before has arrived.</summary>
    public Task Fence() => Clients.All.SendAsync("fence");

    public Task Ask(string id) => Clients.Client(id).InvokeAsync<int>("answer", CancellationToken.None);
}
