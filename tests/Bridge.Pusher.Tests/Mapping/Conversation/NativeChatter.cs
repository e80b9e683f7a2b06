// Licensed under the MIT License. See LICENSE in the repository root.

using Microsoft.AspNetCore.SignalR;

namespace Bridge.Pusher.Tests.Mapping.Conversation;

internal sealed class NativeChatter(HubClient client) : IChatter
{
    private const string Marker = "HubException: ";

    public async Task<string?> JoinAsync(string room)
    {
        try
        {
            await client.InvokeAsync("JoinRoom", room);
            return null;
        }
        catch (HubException refusal)
        {
            return WordsOf(refusal);
        }
    }

    public Task LeaveAsync(string room) => client.InvokeAsync("LeaveRoom", room);

    public Task SayAsync(string room, object line) => client.InvokeAsync("SendMessage", room, line);

    public async Task<string> SayInVainAsync(string room, object line) =>
        WordsOf(await Assert.ThrowsAsync<HubException>(() => SayAsync(room, line)));

    public async Task<string> HearAsync(string room)
    {
        (string target, System.Text.Json.JsonElement[] arguments) = await client.NextAsync();
        return $"{target} {Assert.Single(arguments).GetRawText()}";
    }

    private static string WordsOf(HubException refusal) =>
        refusal.Message[(refusal.Message.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..];
}
