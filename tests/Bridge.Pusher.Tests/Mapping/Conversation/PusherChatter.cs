// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Mapping.Conversation;

internal sealed class PusherChatter(PusherClient client) : IChatter
{
    public async Task<string?> JoinAsync(string room)
    {
        await client.SubscribeAsync(room);
        JsonElement answer = await client.NextAsync();
        Assert.Equal(room, answer.Channel());
        if (answer.Event() == "pusher_internal:subscription_succeeded")
        {
            return null;
        }

        await client.NextAsync("pusher:error");
        return answer.DataObject().GetProperty("error").GetString();
    }

    public Task LeaveAsync(string room) => client.UnsubscribeAsync(room);

    public Task SayAsync(string room, object line) => client.TriggerAsync("client-message", room, line);

    public async Task<string> SayInVainAsync(string room, object line)
    {
        await SayAsync(room, line);
        return (await client.NextAsync("pusher:error")).GetProperty("data").GetProperty("message").GetString()!;
    }

    public async Task<string> HearAsync(string room)
    {
        JsonElement message = await client.NextAsync();
        Assert.Equal(room, message.Channel() ?? "");
        return $"{message.Event()} {message.Data()}";
    }
}
