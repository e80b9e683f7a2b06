// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Threading.Channels;
using Bridge.Core.Channels;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace Bridge.Core.Tests.Hubs;

/// <summary>The .NET SignalR client on a channel hub. It writes down the events of the names that tests use.</summary>
internal sealed class ChannelHubClient
{
    private static readonly string[] Names =
    [
        "news", "client-news", ChannelNews.MemberAdded, ChannelNews.MemberRemoved, ChannelNews.SubscriptionCount,
        ChannelNews.CacheMiss, ChannelNews.WatchlistEvents,
    ];

    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    public ChannelHubClient(HubConnection connection)
    {
        Connection = connection;
        foreach (string name in Names)
        {
            connection.On<JsonElement, JsonElement>(name, (data, origin) =>
                _events.Writer.TryWrite($"{name} {data.GetRawText()} {origin.GetRawText()}"));
        }

        connection.On("last", () => _events.Writer.TryWrite("last"));
    }

    public HubConnection Connection { get; }

    /// <summary>The next event as <c>name data origin</c>.</summary>
    public Task<string> ReadAsync() => _events.Reader.ReadAsync().AsTask().WaitAsync(TestClient.Patience);

    /// <summary>Asserts that nothing has been sent to the client that the test has not read.</summary>
    public async Task AssertNothingMoreAsync(HubLifetimeManager<Bridge.Core.Hubs.ChannelHub> manager)
    {
        await manager.SendConnectionAsync(await SocketIdAsync(), "last", []);
        Assert.Equal("last", await ReadAsync());
    }

    public Task<string> SocketIdAsync() => InvokeAsync<string>("GetSocketId");

    public Task<JsonElement> SubscribeAsync(string? channel, object? request = null) =>
        InvokeAsync<JsonElement>("Subscribe", channel, request);

    /// <summary>Subscribes with one argument alone.</summary>
    public Task<JsonElement> SubscribeToAsync(object channel) => InvokeAsync<JsonElement>("Subscribe", channel);

    /// <summary>Subscribes to a channel that needs an authorisation.</summary>
    public async Task<JsonElement> SubscribeAuthorizedAsync(string channel, string? channelData = null) =>
        await SubscribeAsync(channel, new { auth = "ok:" + await SocketIdAsync(), channelData });

    public async Task<string> SignInAsync(string userData) =>
        await InvokeAsync<string>("SignIn", new { auth = "ok:" + await SocketIdAsync(), userData });

    public Task TriggerAsync(string? channel, string? name, object? data) => InvokeAsync("Trigger", channel, name, data);

    public Task UnsubscribeAsync(string? channel) => InvokeAsync("Unsubscribe", channel);

    /// <summary>Asserts that an invocation fails for a reason that the hub gives.</summary>
    public static async Task AssertRefusedAsync(string reason, Task invocation)
    {
        HubException refusal = await Assert.ThrowsAsync<HubException>(() => invocation);
        Assert.Contains("HubException: ", refusal.Message.Replace("ChannelRefusedException", "HubException", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    public Task<T> InvokeAsync<T>(string method, params object?[] arguments) =>
        Connection.InvokeCoreAsync<T>(method, arguments).WaitAsync(TestClient.Patience);

    private Task InvokeAsync(string method, params object?[] arguments) =>
        Connection.InvokeCoreAsync(method, typeof(object), arguments).WaitAsync(TestClient.Patience);
}
