// Licensed under the MIT License. See LICENSE in the repository root.

using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Clients;

/// <summary>
/// What an application does with a stock SignalR connection to take part in channels. Where a channel has a history it goes on after a loss
/// where it had stopped.
/// </summary>
internal sealed class HubTestClient : ITestClient
{
    private static readonly JsonSerializerOptions UserData =
        new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IHubLink _link;
    private readonly Inbox _inbox;
    private readonly ConcurrentDictionary<string, TestUser?> _subscribed = new();
    private readonly Dictionary<string, (string Epoch, long Offset)> _positions = [];
    private readonly SemaphoreSlim _reconnections = new(0);

    // Events that overtake the answer to Subscribe in this process wait until the answer has been read.
    private readonly Dictionary<string, List<ReceivedEvent>> _held = [];

    public HubTestClient(IHubLink link, string name)
    {
        _link = link;
        _link.Received = OnReceived;
        _link.Reconnected = ResubscribeAsync;
        _inbox = new Inbox(name);
    }

    public async Task<string> GetSocketIdAsync() => (await _link.InvokeAsync("GetSocketId")).GetString()!;

    public async Task<Subscription> SubscribeAsync(string channel, TestUser? user = null)
    {
        (string? auth, string? channelData) = await SignAsync(channel, user);
        Subscription subscription = await SubscribeAsync(channel, auth, channelData);
        _subscribed[channel] = user;
        return subscription;
    }

    public async Task SubscribeWithForgedSignatureAsync(string channel, TestUser? user = null)
    {
        (_, string? channelData) = await SignAsync(channel, user);
        await SubscribeAsync(channel, $"{TestApp.Key}:{new string('0', 64)}", channelData);
    }

    public Task UnsubscribeAsync(string channel)
    {
        _subscribed.TryRemove(channel, out _);
        lock (_held)
        {
            _positions.Remove(channel);
        }

        return _link.InvokeAsync("Unsubscribe", channel);
    }

    public Task TriggerAsync(string channel, string name, object data) => _link.InvokeAsync("Trigger", channel, name, data);

    public Task TriggerManyAsync(string channel, string name, int count) => _link.SendManyAsync("Trigger", [channel, name], count);

    public async Task SignInAsync(TestUser user, params string[] watchlist)
    {
        string userData = JsonSerializer.Serialize(new { user.Id, UserInfo = user, watchlist }, UserData);
        string auth = TestApp.Sign($"{await GetSocketIdAsync()}::user::{userData}");
        await _link.InvokeAsync("SignIn", new { auth, userData });
    }

    public Task<ReceivedEvent> NextAsync(string channel) => _inbox.NextAsync(channel);

    public void AssertNothingOn(string channel) => _inbox.AssertEmpty(channel);

    public Task DisconnectAsync() => _link.DisconnectAsync();

    public Task WaitForReconnectionAsync() => _reconnections.WaitAsync().WithinDeadline("the SignalR client should have reconnected");

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _reconnections.Dispose();
    }

    private async Task<(string? Auth, string? ChannelData)> SignAsync(string channel, TestUser? user)
    {
        if (!channel.StartsWith("private-", StringComparison.Ordinal) && !channel.StartsWith("presence-", StringComparison.Ordinal))
        {
            return (null, null);
        }

        string? channelData = user is null ? null : JsonSerializer.Serialize(new { UserId = user.Id, UserInfo = user }, UserData);
        string signed = $"{await GetSocketIdAsync()}:{channel}{(channelData is null ? "" : ":")}{channelData}";
        return (TestApp.Sign(signed), channelData);
    }

    private async Task<Subscription> SubscribeAsync(string channel, string? auth, string? channelData)
    {
        lock (_held)
        {
            _held[channel] = [];
        }

        ReceivedEvent? cached = null;
        try
        {
            JsonElement answer = await _link.InvokeAsync("Subscribe", channel, RequestFor(channel, auth, channelData));
            NotePosition(channel, answer);
            Assert.Equal(channel, answer.GetProperty("channel").GetString());
            if (answer.TryGetProperty("event", out JsonElement last) && last.ValueKind == JsonValueKind.Object)
            {
                cached = new ReceivedEvent(channel, last.GetProperty("name").GetString()!, last.GetProperty("data").ToCompactString());
            }

            return new Subscription(ReadMembers(answer));
        }
        finally
        {
            Release(channel, cached);
        }
    }

    private object? RequestFor(string channel, string? auth, string? channelData)
    {
        lock (_held)
        {
            return _positions.TryGetValue(channel, out (string Epoch, long Offset) position)
                ? new { auth, channelData, epoch = position.Epoch, offset = position.Offset }
                : auth is null ? null : new { auth, channelData };
        }
    }

    private void NotePosition(string channel, JsonElement answer)
    {
        if (answer.TryGetProperty("epoch", out JsonElement epoch) && epoch.GetString() is { } name)
        {
            lock (_held)
            {
                // Events may have been read before the answer.
                long offset = answer.GetProperty("offset").GetInt64();
                bool isKnown = _positions.TryGetValue(channel, out (string Epoch, long Offset) last) && last.Epoch == name;
                _positions[channel] = (name, isKnown ? Math.Max(last.Offset, offset) : offset);
            }
        }
    }

    private static List<TestUser>? ReadMembers(JsonElement answer)
    {
        if (!answer.TryGetProperty("members", out JsonElement members) || members.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        List<TestUser> users = [];
        foreach (JsonElement member in members.EnumerateArray())
        {
            users.Add(new TestUser(
                member.GetProperty("userId").GetString()!, member.GetProperty("userInfo").GetProperty("name").GetString()!));
        }

        return users;
    }

    private void Release(string channel, ReceivedEvent? first)
    {
        lock (_held)
        {
            if (first is not null)
            {
                _inbox.Add(first);
            }

            _held.Remove(channel, out List<ReceivedEvent>? held);
            held!.ForEach(_inbox.Add);
        }
    }

    private void OnReceived(string name, JsonElement[] args)
    {
        if (name == "pusher:watchlist_events")
        {
            foreach (JsonElement change in args[0].GetProperty("events").EnumerateArray())
            {
                _inbox.Add(new ReceivedEvent(
                    "#watchlist", change.GetProperty("name").GetString()!, change.GetProperty("user_ids").ToCompactString()));
            }

            return;
        }

        if (name == TestEvents.HubEvent)
        {
            _inbox.Add(new ReceivedEvent("", name, args[0].ToCompactString()));
            return;
        }

        string channel = args[1].GetProperty("channel").GetString()!;
        string? userId = args[1].TryGetProperty("userId", out JsonElement user) ? user.GetString() : null;
        var received = new ReceivedEvent(channel, name, args[0].ToCompactString(), userId);
        lock (_held)
        {
            if (args[1].TryGetProperty("offset", out JsonElement offset) && _positions.TryGetValue(channel, out (string Epoch, long Offset) position))
            {
                _positions[channel] = position with { Offset = offset.GetInt64() };
            }

            if (_held.TryGetValue(channel, out List<ReceivedEvent>? held))
            {
                held.Add(received);
            }
            else
            {
                _inbox.Add(received);
            }
        }
    }

    private async Task ResubscribeAsync()
    {
        foreach ((string channel, TestUser? user) in _subscribed)
        {
            await SubscribeAsync(channel, user);
        }

        _reconnections.Release();
    }
}
