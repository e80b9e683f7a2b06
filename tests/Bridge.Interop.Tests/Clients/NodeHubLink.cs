// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Clients;

/// <summary>@microsoft/signalr.</summary>
internal sealed class NodeHubLink : IHubLink
{
    private NodeClient _node = null!;

    private NodeHubLink()
    {
    }

    public Action<string, JsonElement[]> Received { private get; set; } = (_, _) => { };

    public Func<Task> Reconnected { private get; set; } = () => Task.CompletedTask;

    /// <summary>Makes the link.</summary>
    /// <param name="driver">The process that it lives in.</param>
    /// <param name="hub">The hub.</param>
    /// <param name="sockJSTransport">The transport of sockjs-client that it goes through, or null for one of SignalR's own.</param>
    /// <param name="cookie">A cookie that its requests carry, or null.</param>
    /// <param name="transport">The number of the one of SignalR's own transports that it may use, or null for any.</param>
    public static async Task<NodeHubLink> CreateAsync(NodeDriver driver, Uri hub, string? sockJSTransport = null, string? cookie = null, int? transport = null)
    {
        var link = new NodeHubLink();
        string[] events = [.. TestEvents.OfApplication, .. TestEvents.News, TestEvents.HubEvent];
        link._node = await driver.CreateAsync(new { kind = "hub", url = hub, sockJSTransport, transport, events, cookie }, link.OnNote);
        return link;
    }

    public Task ConnectAsync() => _node.CallAsync("connect");

    public Task<JsonElement> InvokeAsync(string method, params object?[] args) => _node.CallAsync("invoke", method, args);

    public Task SendManyAsync(string method, object?[] args, int count) => _node.CallAsync("invokeMany", method, args, count);

    public Task DisconnectAsync() => _node.CallAsync("disconnect");

    public async ValueTask DisposeAsync()
    {
        await DisconnectAsync();
        _node.Forget();
    }

    private void OnNote(string note, JsonElement data)
    {
        if (note == "event")
        {
            Received(data.GetProperty("name").GetString()!, [.. data.GetProperty("args").EnumerateArray()]);
        }
        else if (note == "reconnected")
        {
            _ = Reconnected();
        }
    }
}
