// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>The app's limits hold for client events that a hub takes itself; what is refused never reaches it, and the connection stays.</summary>
public sealed class EventLimitTests
{
    private const string TooLarge = "The data of an event has at most 40 bytes.";

    /// <summary>JSON values of 40 and of 41 bytes, and strings that hold such.</summary>
    public static TheoryData<object, bool> Data => new()
    {
        { new { room = "r", text = new string('x', 18) }, true },
        { new { room = "r", text = new string('x', 19) }, false },
        { new string('"', 40), true },
        { new string('"', 41), false },
        { new string('\u00e9', 20), true },
        { new string('\u00e9', 21), false },
    };

    [Theory]
    [MemberData(nameof(Data))]
    public async Task Data_AtTheLimitAndOverIt_IsTakenAndRefused(object data, bool fits)
    {
        await using MappedHost host = await StartAsync(limits => limits.MaxEventBytes = 40);
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("room");

        await client.TriggerAsync("client-note", "room", data);

        if (!fits)
        {
            await client.ExpectErrorAsync(null, TooLarge);
            await client.TriggerAsync("client-note", "room", "small");
        }

        Assert.Equal("note", (await client.NextAsync()).Event());
        await client.ExpectNothingAsync();
    }

    [Fact]
    public async Task Name_OverTheLimit_IsRefusedEvenWhenMapped()
    {
        await using MappedHost host = await StartAsync(limits => limits.MaxEventNameLength = 11);
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("room");

        await client.TriggerAsync("client-notes", "room", "x");
        await client.ExpectErrorAsync(null, "The name of an event has at most 11 characters.");
        await client.TriggerAsync("client-note", "room", "x");

        await client.ExpectAsync("""{"event":"note","channel":"room","data":"\"x\""}""");
    }

    private static Task<MappedHost> StartAsync(Action<PusherAppLimits> configure) => MappedHost.StartAsync<NoteHub>(
        bridge =>
        {
            bridge.ForHub<NoteHub>(hub => hub
                .OnSubscribe(nameof(NoteHub.Join)).OnClientEvent("client-note", nameof(NoteHub.Note)).OnClientEvent("client-notes", nameof(NoteHub.Note)));
            bridge.Services.Configure<PusherOptions>(options => configure(options.Apps[0].Limits));
        });
}
