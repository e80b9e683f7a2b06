// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>A hub for members only that uses what SignalR gives to hubs.</summary>
[Authorize]
public sealed class MemberHub(MemberHub.Log log) : Hub
{
    public override async Task OnConnectedAsync()
    {
        Context.Items["since"] = "the beginning";
        log.Lines.Enqueue($"{Context.UserIdentifier} came");
        await Groups.AddToGroupAsync(Context.ConnectionId, "hall");
        await Clients.Caller.SendAsync("welcome", Context.GetHttpContext()!.Request.Query["from"].ToString());
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        log.Lines.Enqueue($"{Context.UserIdentifier} went");
        log.Gone.TrySetResult();
        return Task.CompletedTask;
    }

    public Task Enter(string room) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Say([FromKeyedServices("tone")] string tone, [FromServices] Log stuff, string room, string text, string? to = "all") =>
        Clients.Group(room).SendAsync("said", $"{Context.User!.Identity!.Name} {tone} {text} to {to}, here since {Context.Items["since"]}, {stuff.Lines.Count}");

    public void Leave() => Context.Abort();

    public sealed class Log
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public TaskCompletionSource Gone { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
