// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>Puts everybody into its groups by itself.</summary>
public sealed class LobbyHub(LobbyHub.Doorkeeper doorkeeper) : Hub
{
    public override async Task OnConnectedAsync()
    {
        await doorkeeper.Open.Task;
        await Groups.AddToGroupAsync(Context.ConnectionId, "lobby");
        await Groups.AddToGroupAsync(Context.ConnectionId, "presence-all");
        if (doorkeeper.Welcomes)
        {
            await Clients.Group("lobby").SendAsync("welcome");
        }
    }

    public Task LookAt(string channel)
    {
        Context.Items["last"] = channel;
        return Task.CompletedTask;
    }

    /// <summary>Says when OnConnectedAsync goes on.</summary>
    public sealed class Doorkeeper
    {
        public TaskCompletionSource Open { get; set; } = Opened();

        public bool Welcomes { get; set; }

        private static TaskCompletionSource Opened()
        {
            var opened = new TaskCompletionSource();
            opened.SetResult();
            return opened;
        }
    }
}
