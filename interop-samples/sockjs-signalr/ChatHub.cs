// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace SockJSSignalR;

/// <summary>A hub like any other: it does not know how its clients come.</summary>
public sealed class ChatHub : Hub
{
    /// <summary>Says something to everybody.</summary>
    public Task Say(string name, string text) => Clients.All.SendAsync("said", name, text);
}
