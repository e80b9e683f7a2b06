// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Pusher.Tests.Mapping;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>Events of pusher-js that are too great for the app never reach the hub, and the connection stays.</summary>
public sealed class EventLimitTests
{
    [Fact]
    public async Task ClientEvent_TooGreat_IsAnErrorAndTheNextIsHeard()
    {
        await using HubApp app = await HubApp.StartAsync<NoteHub>(hub => hub
            .OnSubscribe(nameof(NoteHub.Join)).OnClientEvent("client-note", nameof(NoteHub.Note)));
        PusherTestClient client = await app.ConnectPusherAsync("ann", "note");
        await client.SubscribeAsync("room");

        await client.SendAsync("room", "client-note", new { text = new string('x', 10_240) });
        await client.SendAsync("room", $"client-{new string('x', 200)}", "x");
        await client.SendAsync("room", "client-note", new string('y', 10_240));

        Assert.Equal(new ReceivedError(null, "The data of an event has at most 10240 bytes."), await client.NextErrorAsync());
        Assert.Equal(new ReceivedError(null, "The name of an event has at most 200 characters."), await client.NextErrorAsync());
        Assert.Equal(10_242, (await client.NextAsync("room")).Data.Length);
    }
}
