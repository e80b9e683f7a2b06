// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Threading.Channels;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Mapping;

/// <summary>pusher-js that tells which of its binds each event was handed to (javascript/binding-client.mjs).</summary>
internal sealed class BindingTestClient
{
    private readonly Channel<string> _messages = Channel.CreateUnbounded<string>();
    private NodeClient _node = null!;

    private BindingTestClient()
    {
    }

    public static async Task<BindingTestClient> ConnectAsync(NodeDriver driver, object options)
    {
        var client = new BindingTestClient();
        client._node = await driver.CreateAsync(options, client.OnNote);
        await client._node.CallAsync("connect");
        return client;
    }

    public async Task<string> GetSocketIdAsync() => (await _node.CallAsync("socketId")).GetString()!;

    public Task SubscribeAsync(string channel) => _node.CallAsync("subscribe", channel, new { });

    public Task SignInAsync(TestUser user) => _node.CallAsync("signIn", new { id = user.Id, user_info = user });

    public Task SendAsync(string channel, string name, object data) => _node.CallAsync("send", channel, name, data);

    /// <summary>Everything that came before the next event <c>fence</c>: <c>event data on channel: binds</c>.</summary>
    public async Task<List<string>> UntilFenceAsync()
    {
        List<string> messages = [];
        while (true)
        {
            string message = await _messages.Reader.ReadAsync().AsTask().WithinDeadline("pusher-js should have got the fence");
            if (message.StartsWith("fence ", StringComparison.Ordinal))
            {
                return messages;
            }

            messages.Add(message);
        }
    }

    private void OnNote(string note, JsonElement data)
    {
        if (note == "message")
        {
            string channel = data.GetProperty("channel").GetString() ?? "none";
            string binds = string.Join(", ", data.GetProperty("binds").EnumerateArray().Select(bind => bind.GetString()));
            _messages.Writer.TryWrite($"{data.GetProperty("event").GetString()} {data.GetProperty("data").ToCompactString()} on {channel}: {binds}");
        }
    }
}
