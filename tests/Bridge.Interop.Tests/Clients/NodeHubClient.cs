// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Threading.Channels;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Clients;

/// <summary>@microsoft/signalr on a hub of any kind.</summary>
internal sealed class NodeHubClient
{
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();
    private NodeClient _node = null!;

    private NodeHubClient()
    {
    }

    /// <summary>Makes a client and connects it.</summary>
    /// <param name="driver">Where it runs.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="events">The client methods that it has.</param>
    /// <param name="cookie">A cookie that its requests carry, or null.</param>
    public static async Task<NodeHubClient> ConnectAsync(NodeDriver driver, Uri hub, string[] events, string? cookie = null)
    {
        var client = new NodeHubClient();
        client._node = await driver.CreateAsync(new { kind = "hub", url = hub, events, cookie }, client.OnNote);
        await client._node.CallAsync("connect");
        return client;
    }

    public async Task<string> GetConnectionIdAsync() => (await _node.CallAsync("connectionId")).GetString()!;

    public Task InvokeAsync(string method, params object[] arguments) => _node.CallAsync("invoke", method, arguments);

    /// <summary>The next call of the server: its name and its arguments.</summary>
    public Task<string> NextAsync() => _calls.Reader.ReadAsync().AsTask().WithinDeadline("the SignalR client should have got a call");

    private void OnNote(string note, JsonElement data)
    {
        if (note == "event")
        {
            _calls.Writer.TryWrite($"{data.GetProperty("name").GetString()} {data.GetProperty("args").ToCompactString()}");
        }
    }
}
