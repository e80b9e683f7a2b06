// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Microsoft.AspNetCore.SignalR;

namespace Bridge.Core.Tests.WebSockets.Echo;

/// <summary>An ordinary hub; each method takes one text.</summary>
internal sealed class EchoHub(EchoHubState state) : Hub
{
    private const string Method = "message";

    public Task Echo(string text)
    {
        state.CountInvocation();
        return Clients.Caller.SendAsync(Method, text);
    }

    public Task Big(string length) =>
        Clients.Caller.SendAsync(Method, EchoHubState.Pattern(int.Parse(length, CultureInfo.InvariantCulture)));

    public async Task Burst(string count)
    {
        for (int i = 0; i < int.Parse(count, CultureInfo.InvariantCulture); i++)
        {
            await Clients.Caller.SendAsync(Method, $"{i}");
        }
    }

    public Task Join(string group) => Groups.AddToGroupAsync(Context.ConnectionId, group);

    public Task Say(string groupAndText)
    {
        string[] words = groupAndText.Split(' ', 2);
        return Clients.Group(words[0]).SendAsync(Method, words[1]);
    }

    public Task Block(string _) => state.BlockAsync(Context.ConnectionAborted);

    public void End(string _) => Context.Abort();

    public void EndSlowly(string _)
    {
        state.HoldsEnd = true;
        Context.Abort();
    }

    public override Task OnDisconnectedAsync(Exception? exception) =>
        state.HoldsEnd ? state.BlockAsync(CancellationToken.None) : Task.CompletedTask;
}
