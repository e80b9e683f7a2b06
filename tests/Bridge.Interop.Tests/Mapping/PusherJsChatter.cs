// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Pusher.Tests.Mapping.Conversation;

namespace Bridge.Interop.Tests.Mapping;

internal sealed class PusherJsChatter(PusherTestClient client) : IChatter
{
    public async Task<string?> JoinAsync(string room)
    {
        try
        {
            await client.SubscribeAsync(room);
            return null;
        }
        catch (ClientException refusal)
        {
            string? words = JsonElement.Parse(refusal.Message).GetProperty("error").GetString();
            Assert.Equal(words, (await client.NextErrorAsync()).Message);
            return words;
        }
    }

    public Task LeaveAsync(string room) => client.UnsubscribeAsync(room);

    public Task SayAsync(string room, object line) => client.SendAsync(room, "client-message", line);

    public async Task<string> SayInVainAsync(string room, object line)
    {
        await SayAsync(room, line);
        return (await client.NextErrorAsync()).Message!;
    }

    public async Task<string> HearAsync(string room)
    {
        ReceivedEvent received = await client.NextAsync(room);
        return $"{received.Name} [{received.Data}]";
    }
}
