// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Tests.Clients;

namespace Bridge.Pusher.Tests.Connections;

/// <summary>docs/operations/apps.md, "Changing a key": for a while an app has two keys.</summary>
public sealed class KeyRotationTests
{
    private static readonly PusherApp Old = new("1", "old", "old-secret");
    private static readonly PusherApp New = new("1", "new", "new-secret");
    private static readonly PusherApp Both = new("1", "new", "new-secret") { PreviousKey = "old", PreviousSecret = "old-secret" };

    [Fact]
    public async Task Connect_AppHasTwoKeys_TakesConnectionsAndSignaturesOfBoth()
    {
        await using PusherHost host = await PusherHost.StartAsync([Both]);
        foreach ((PusherApp connects, PusherApp signs) in new[] { (Old, Old), (New, New), (Old, New), (New, Old) })
        {
            PusherClient client = await host.OpenAsync($"/app/{connects.Key}?protocol=7", signs);
            await client.EstablishAsync();

            await client.JoinAsync("private-a");
            await client.SignInAsync("""{"id":"u"}""");
            await client.NextAsync("pusher:signin_success");
        }
    }

    [Fact]
    public async Task Subscribe_SecretOfTheOtherKey_IsRefused()
    {
        await using PusherHost host = await PusherHost.StartAsync([Both]);
        PusherClient client = await host.OpenAsync("/app/new?protocol=7", new PusherApp("1", "new", "old-secret"));
        await client.EstablishAsync();

        await client.SubscribeAsync("private-a");

        await client.NextAsync("pusher:subscription_error");
    }

    [Fact]
    public async Task Reload_NewKeyIsAdded_LeavesConnectionsOfTheOldOne()
    {
        await using PusherHost host = await PusherHost.StartAsync([Old]);
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("private-a");

        host.Replace(Both);
        host.Time.Advance(TimeSpan.FromSeconds(1));

        await client.JoinAsync("private-b");
        await host.PublishAsync("private-a", "price", "1");
        await client.NextAsync("price");
        await (await host.ConnectAsync(New)).JoinAsync("private-a");
    }

    [Fact]
    public async Task Reload_OldKeyIsTakenAway_ClosesItsConnectionsOnly()
    {
        await using PusherHost host = await PusherHost.StartAsync([Both]);
        PusherClient old = await host.ConnectAsync(Old);
        PusherClient present = await host.ConnectAsync(New);

        host.Replace(New);
        host.Time.Advance(TimeSpan.FromSeconds(1));

        JsonElement error = await old.NextAsync("pusher:error");
        Assert.Equal(4001, error.GetProperty("data").GetProperty("code").GetInt32());
        await old.ExpectCloseAsync(4001);
        await present.ExpectNothingAsync();
    }
}
