// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>The table "Whom a hub addresses" of docs/mapping.md, row by row: what Pusher clients get and who gets it.</summary>
public sealed class ClientsTests
{
    private const string OnNone = """{"event":"news","data":"7"}""";
    private const string OnRoom = """{"event":"news","channel":"room","data":"7"}""";
    private const string OnHall = """{"event":"news","channel":"hall","data":"7"}""";
    private const string OnBob = """{"event":"news","channel":"#server-to-user-bob","data":"7"}""";

    /// <summary>Ann calls; she and Bob are in the room, Bob and Cid in the hall. In the ids {ann}, {bob} and {cid} are their connections.</summary>
    public static TheoryData<string, string[], string?, string?, string?> Rows => new()
    {
        { "All", [], OnNone, OnNone, OnNone },
        { "AllExcept", ["{bob}"], OnNone, null, OnNone },
        { "Others", [], null, OnNone, OnNone },
        { "Caller", [], OnNone, null, null },
        { "Group", ["room"], OnRoom, OnRoom, null },
        { "Groups", ["room", "hall"], OnRoom, OnRoom + OnHall, OnHall },
        { "GroupExcept", ["room", "{bob}"], OnRoom, null, null },
        { "OthersInGroup", ["room"], null, OnRoom, null },
        { "User", ["bob"], null, OnBob, null },
        { "Users", ["bob", "nobody"], null, OnBob, null },
        { "Client", ["{cid}"], null, null, OnNone },
        { "Clients", ["{ann}", "{cid}"], OnNone, null, OnNone },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Clients_EachTarget_GetTheEventOfTheTable(string to, string[] ids, string? ann, string? bob, string? cid)
    {
        await using MappedHost host = await StartAsync();
        PusherClient[] clients =
            [await host.ConnectAsync("&access_token=ann"), await host.ConnectAsync("&access_token=bob"), await host.ConnectAsync("&access_token=cid")];
        await clients[0].JoinAsync("room");
        await clients[1].JoinAsync("room");
        await clients[1].JoinAsync("hall");
        await clients[2].JoinAsync("hall");
        string[] connections = [.. ids.Select(id => id.Replace("{ann}", clients[0].SocketId, StringComparison.Ordinal)
            .Replace("{bob}", clients[1].SocketId, StringComparison.Ordinal).Replace("{cid}", clients[2].SocketId, StringComparison.Ordinal))];

        await clients[0].TriggerAsync("client-send", "room", new { to, ids = connections });

        await ExpectAsync(clients[0], ann);
        await ExpectAsync(clients[1], bob);
        await ExpectAsync(clients[2], cid);
    }

    [Fact]
    public async Task ClientResult_OfALegacyClient_FailsAtOnceWithTheReason()
    {
        await using MappedHost host = await StartAsync();
        PusherClient legacy = await host.ConnectAsync();
        await legacy.JoinAsync("room");
        HubClient native = await host.ConnectNativeAsync();

        Exception failure = await Assert.ThrowsAnyAsync<Exception>(() => native.InvokeAsync("Ask", legacy.SocketId));

        Assert.Contains("can't return results to the hub", failure.Message, StringComparison.Ordinal);
    }

    private static Task<MappedHost> StartAsync() => MappedHost.StartAsync<TargetHub>(
        bridge => bridge.ForHub<TargetHub>(hub => hub.OnSubscribe(nameof(TargetHub.Join)).OnClientEvent("client-send", nameof(TargetHub.Send))),
        TestAuthentication.Add,
        signalR => signalR.AddHubOptions<TargetHub>(
            options => options.EnableDetailedErrors = true));

    private static async Task ExpectAsync(PusherClient client, string? messages)
    {
        foreach (string message in (messages ?? "").Replace("}{", "}\n{", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            await client.ExpectAsync(message);
        }

        await client.ExpectNothingAsync();
    }
}
