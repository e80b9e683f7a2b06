// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.SockJS.Tests.SignalR;

/// <summary>Tells what a hub sees of its caller.</summary>
public class TestHub : Hub
{
    public string? Echo(string text) => Context.ConnectionAborted.IsCancellationRequested ? null : text;

    public string? Caller() => Context.User?.Identity?.Name;

    public string? Header(string name) => Context.GetHttpContext()?.Request.Headers[name];

    public Task ToAll(string text) => Clients.All.SendAsync("said", text);

    public void Leave() => Context.Abort();
}
