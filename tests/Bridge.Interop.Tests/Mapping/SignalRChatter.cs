// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Pusher.Tests.Mapping.Conversation;

namespace Bridge.Interop.Tests.Mapping;

internal sealed class SignalRChatter(NodeHubClient client) : IChatter
{
    private const string Marker = "HubException: ";

    public async Task<string?> JoinAsync(string room)
    {
        try
        {
            await client.InvokeAsync("JoinRoom", room);
            return null;
        }
        catch (ClientException refusal)
        {
            return WordsOf(refusal);
        }
    }

    public Task LeaveAsync(string room) => client.InvokeAsync("LeaveRoom", room);

    public Task SayAsync(string room, object line) => client.InvokeAsync("SendMessage", room, line);

    public async Task<string> SayInVainAsync(string room, object line) =>
        WordsOf(await Assert.ThrowsAsync<ClientException>(() => SayAsync(room, line)));

    public Task<string> HearAsync(string room) => client.NextAsync();

    private static string WordsOf(ClientException refusal) =>
        refusal.Message[(refusal.Message.IndexOf(Marker, StringComparison.Ordinal) + Marker.Length)..];
}
