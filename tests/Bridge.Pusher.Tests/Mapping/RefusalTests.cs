// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Pusher.Tests.Clients;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>What a Pusher client hears when the hub does not do what it asked; the connection stays every time.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData("elsewhere", "AuthError", 403, "The hub did not admit the connection to the channel")]
    [InlineData("full", "AuthError", 403, "The room is full.")]
    [InlineData("broken", "SubscriptionError", 500, "An unexpected error occurred invoking 'Join' on the server.")]
    public async Task Subscribe_HubRefuses_IsRefusedInPusherWords(string channel, string type, int status, string text)
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync(channel);

        await client.ExpectAsync(
            $$"""{"event":"pusher:subscription_error","channel":"{{channel}}","data":"{\"type\":\"{{type}}\",\"error\":\"{{text}}\",\"status\":{{status}}}"}""");
        await client.ExpectErrorAsync(null, text);
        await client.JoinAsync("open");
    }

    [Fact]
    public async Task Subscribe_HubJoinsAndThenFails_LeavesTheGroupAndHearsNothingOfIt()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("regretted");
        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, "On second thoughts, no.");
        await client.JoinAsync("open");
        await client.TriggerAsync("client-tell", "regretted", new { });
        await client.TriggerAsync("client-tell", "open", new { });

        await client.ExpectAsync("""{"event":"told","channel":"open","data":"[]"}""");
    }

    [Theory]
    [InlineData("client-clear", "{}", "Failed to invoke 'Clear' because user is unauthorized")]
    [InlineData("client-count", "-1", "Less than nothing.")]
    [InlineData("client-count", "\"many\"", "The data does not fit the parameters of 'Count'.")]
    [InlineData("client-count", "{\"number\":[]}", "The data does not fit the parameters of 'Count'.")]
    [InlineData("client-strange", "{}", "The hub takes no client events of this name.")]
    public async Task ClientEvent_HubRefuses_IsToldAndStays(string name, string data, string text)
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("open");

        await client.SendAsync($$"""{"event":"{{name}}","channel":"open","data":{{data}}}""");

        await client.ExpectErrorAsync(null, text);
        await client.TriggerAsync("client-count", "open", 3);
        await client.ExpectAsync("""{"event":"count","channel":"open","data":"3"}""");
    }

    [Fact]
    public async Task ClientEvent_DataLacksAParameter_NamesIt()
    {
        await using MappedHost host = await MappedHost.StartAsync<StrictHub>(bridge => bridge.ForHub<StrictHub>(hub => hub
            .OnSubscribe(nameof(StrictHub.Join)).OnClientEvent("client-count", nameof(StrictHub.Count), "channel", "data.amount")));
        PusherClient client = await host.ConnectAsync();

        await client.TriggerAsync("client-count", "open", new { number = 1 });

        await client.ExpectErrorAsync(null, "The data has no 'amount', which StrictHub.Count(String room, Int32 amount) needs.");
    }

    [Fact]
    public async Task Errors_Detailed_SayWhatHappened()
    {
        await using MappedHost host = await StartAsync(detailed: true);
        PusherClient client = await host.ConnectAsync();

        await client.SubscribeAsync("broken");
        await client.NextAsync("pusher:subscription_error");
        await client.ExpectErrorAsync(null, "No database.");
        await client.TriggerAsync("client-count", "open", "many");

        string text = (await client.NextAsync("pusher:error")).GetProperty("data").GetProperty("message").GetString()!;
        Assert.StartsWith("The data does not fit the parameters of 'Count'. ", text, StringComparison.Ordinal);
        Assert.Contains("JSON value could not be converted", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unsubscribe_NoMethodIsMapped_LeavesTheGroup()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();
        await client.JoinAsync("open");

        await client.UnsubscribeAsync("open");
        await client.TriggerAsync("client-count", "open", 3);

        await client.SubscribeAsync("elsewhere");
        await client.NextAsync("pusher:subscription_error");
    }

    [Fact]
    public async Task Unsubscribe_BeforeTheAnswer_LeavesAfterIt()
    {
        await using MappedHost host = await StartAsync();
        PusherClient client = await host.ConnectAsync();
        PusherClient other = await host.ConnectAsync();
        await other.JoinAsync("open");

        await client.SubscribeAsync("open");
        await client.UnsubscribeAsync("open");
        await client.NextAsync("pusher_internal:subscription_succeeded");
        await client.SubscribeAsync("full");
        await client.NextAsync("pusher:subscription_error");
        await client.NextAsync("pusher:error");
        await other.TriggerAsync("client-count", "open", 3);
        await other.NextAsync("count");

        await client.SubscribeAsync("elsewhere");
        await client.NextAsync("pusher:subscription_error");
    }

    private static Task<MappedHost> StartAsync(bool detailed = false) => MappedHost.StartAsync<StrictHub>(
        bridge => bridge.ForHub<StrictHub>(hub => hub
            .OnSubscribe(nameof(StrictHub.Join))
            .OnClientEvent("client-clear", nameof(StrictHub.Clear))
            .OnClientEvent("client-tell", nameof(StrictHub.Tell))
            .OnClientEvent("client-count", nameof(StrictHub.Count))),
        TestAuthentication.Add,
        signalR => signalR.AddHubOptions<StrictHub>(options => options.EnableDetailedErrors = detailed));
}
