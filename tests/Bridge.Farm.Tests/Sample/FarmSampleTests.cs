// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Sample;

/// <summary>The sample does what its README says: bridge nodes join the farm of an app's hub by its name.</summary>
public sealed class FarmSampleTests
{
    private const string Channel = "private-lobby";
    private const int Clients = 3;

    [Fact]
    public async Task Farm_NodeIsKilled_PusherAndTheHubNodeTalkBeforeAndAfter()
    {
        await using FarmSample sample = await FarmSample.StartAsync();
        Assert.Equal(6, sample.Running.Count());
        await using NodeDriver driver = NodeDriver.Start();
        NodeHubClient hub = await NodeHubClient.ConnectAsync(driver, new Uri(sample.HubNode, "/news"), [TestEvents.ClientMessage]);
        await hub.InvokeAsync("Join", Channel);

        // nginx gives each of them another node.
        var pushers = new ITestClient[Clients];
        for (int i = 0; i < Clients; i++)
        {
            pushers[i] = await FarmClients.ConnectAsync(driver, ClientKind.PusherJs, sample.Entrance);
            await pushers[i].SubscribeAsync(Channel);
        }

        await SayAsync(hub, pushers, "hello");
        await AnswerAsync(pushers, hub);

        await sample.KillNodeAsync(2);
        await Task.WhenAny(pushers.Select(pusher => pusher.WaitForReconnectionAsync())).Unwrap();
        await SayAsync(hub, pushers, "still there?");
        await AnswerAsync(pushers, hub);

        using HttpClient http = new();
        (await http.PostAsync(new Uri(sample.HubNode, $"/say/{Channel}?text=bye"), null)).EnsureSuccessStatusCode();
        await ExpectAsync(pushers, "bye");
        await sample.StopAsync();
        await Condition.HoldsAsync(() => Task.FromResult(!sample.Running.Any()), () => $"these should have ended: {string.Join(", ", sample.Running)}");
    }

    /// <summary>From the hub to everybody.</summary>
    private static async Task SayAsync(NodeHubClient hub, ITestClient[] pushers, string text)
    {
        await hub.InvokeAsync("Say", Channel, text);
        await ExpectAsync(pushers, text);
        Assert.Equal($$"""{{TestEvents.ClientMessage}} [{"text":"{{text}}"}]""", await hub.NextAsync());
    }

    private static async Task ExpectAsync(ITestClient[] pushers, string text)
    {
        foreach (ITestClient pusher in pushers)
        {
            Assert.Equal(new ReceivedEvent(Channel, TestEvents.ClientMessage, $$"""{"text":"{{text}}"}"""), await pusher.NextAsync(Channel));
        }
    }

    /// <summary>From each one to the hub's clients, and the others.</summary>
    private static async Task AnswerAsync(ITestClient[] pushers, NodeHubClient hub)
    {
        foreach (ITestClient pusher in pushers)
        {
            await pusher.TriggerAsync(Channel, TestEvents.ClientMessage, new { text = "hi" });
            Assert.StartsWith($$"""{{TestEvents.ClientMessage}} [{"text":"hi"}""", await hub.NextAsync(), StringComparison.Ordinal);
            await ExpectAsync([.. pushers.Where(other => other != pusher)], "hi");
        }
    }
}
