// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Threading.Channels;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Clients;

/// <summary>pusher-js or Laravel Echo inside the <see cref="NodeDriver"/>.</summary>
internal sealed class PusherTestClient : ITestClient
{
    private readonly Channel<ReceivedError> _errors = Channel.CreateUnbounded<ReceivedError>();
    private readonly Channel<string> _states = Channel.CreateUnbounded<string>();
    private readonly SemaphoreSlim _reconnections = new(0);
    private readonly Inbox _inbox;
    private readonly string _name;
    private NodeClient _node = null!;
    private string? _signedIn;

    private PusherTestClient(string name)
    {
        _name = name;
        _inbox = new Inbox(name);
    }

    /// <summary>Makes the client, which starts to connect at once.</summary>
    /// <param name="driver">Where it runs.</param>
    /// <param name="options">See javascript/pusher-client.mjs.</param>
    /// <param name="name">For messages.</param>
    public static async Task<PusherTestClient> CreateAsync(NodeDriver driver, object options, string name)
    {
        var client = new PusherTestClient(name);
        client._node = await driver.CreateAsync(options, client.OnNote);
        return client;
    }

    public Task ConnectAsync() => _node.CallAsync("connect");

    public async Task<string> GetSocketIdAsync() => (await _node.CallAsync("socketId")).GetString()!;

    public async Task<Subscription> SubscribeAsync(string channel, TestUser? user = null)
    {
        JsonElement answer = await _node.CallAsync("subscribe", channel, new { user });
        JsonElement members = answer.GetProperty("members");
        if (members.ValueKind == JsonValueKind.Null)
        {
            return new Subscription(null);
        }

        List<TestUser> users = [.. members.EnumerateArray()
            .Select(member => new TestUser(member.GetProperty("id").GetString()!, member.GetProperty("name").GetString()!))];
        Assert.Equal(users.Count, answer.GetProperty("count").GetInt32());
        Assert.Equal(user?.Id ?? _signedIn, answer.GetProperty("me").GetString());
        return new Subscription(users);
    }

    public Task SubscribeWithForgedSignatureAsync(string channel, TestUser? user = null) =>
        _node.CallAsync("subscribe", channel, new { user, forged = true });

    public Task UnsubscribeAsync(string channel) => _node.CallAsync("unsubscribe", channel);

    public Task TriggerAsync(string channel, string name, object data) => _node.CallAsync("trigger", channel, name, data);

    /// <summary>Sends an event to a channel that the client need not be subscribed to.</summary>
    public Task SendAsync(string channel, string name, object data) => _node.CallAsync("send", channel, name, data);

    public Task TriggerManyAsync(string channel, string name, int count) => _node.CallAsync("triggerMany", channel, name, count);

    public async Task SignInAsync(TestUser user, params string[] watchlist)
    {
        JsonElement signedIn = await _node.CallAsync("signIn", new { id = user.Id, user_info = user, watchlist });
        _signedIn = signedIn.GetProperty("id").GetString();
        Assert.Equal(user.Id, _signedIn);
    }

    public Task<ReceivedEvent> NextAsync(string channel) => _inbox.NextAsync(channel);

    public void AssertNothingOn(string channel) => _inbox.AssertEmpty(channel);

    /// <summary>The next error that the connection reports.</summary>
    public Task<ReceivedError> NextErrorAsync() =>
        _errors.Reader.ReadAsync().AsTask().WithinDeadline($"{_name} should have reported an error");

    /// <summary>Waits until the connection is in a state of pusher-js.</summary>
    public async Task WaitForStateAsync(string state)
    {
        while (await _states.Reader.ReadAsync().AsTask().WithinDeadline($"{_name} should have become '{state}'") != state)
        {
        }
    }

    public Task DisconnectAsync() => _node.CallAsync("disconnect");

    public Task ReconnectAsync() => _node.CallAsync("reconnect");

    public Task WaitForReconnectionAsync() => _reconnections.WaitAsync().WithinDeadline($"{_name} should have reconnected");

    public async ValueTask DisposeAsync()
    {
        await _node.CallAsync("end");
        _node.Forget();
        _reconnections.Dispose();
    }

    private void OnNote(string note, JsonElement data)
    {
        switch (note)
        {
            case "event":
                string? userId = data.TryGetProperty("userId", out JsonElement user) ? user.GetString() : null;
                _inbox.Add(new ReceivedEvent(
                    data.GetProperty("channel").GetString()!, data.GetProperty("name").GetString()!,
                    data.GetProperty("data").ToCompactString(), userId));
                break;
            case "error":
                JsonElement code = data.GetProperty("code");
                _errors.Writer.TryWrite(new ReceivedError(
                    code.ValueKind == JsonValueKind.Number ? code.GetInt32() : null,
                    data.GetProperty("message").ToString()));
                break;
            case "state":
                _states.Writer.TryWrite(data.GetString()!);
                break;
            case "reconnected":
                _reconnections.Release();
                break;
        }
    }
}
