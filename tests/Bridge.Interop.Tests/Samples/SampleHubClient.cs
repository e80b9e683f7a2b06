// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using System.Threading.Channels;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Samples;

/// <summary>@microsoft/signalr on the hub of a sample.</summary>
internal sealed class SampleHubClient
{
    private readonly Channel<string> _calls = Channel.CreateUnbounded<string>();

    public NodeClient Node { get; set; } = null!;

    public Task InvokeAsync(string method, params object[] arguments) => Node.CallAsync("invoke", method, arguments);

    /// <summary>The next call of the server: its name and its arguments.</summary>
    public Task<string> NextAsync() => _calls.Reader.ReadAsync().AsTask().WithinDeadline("the SignalR client should have got a call");

    public void OnNote(string note, JsonElement data)
    {
        if (note == "event")
        {
            _calls.Writer.TryWrite($"{data.GetProperty("name").GetString()} {data.GetProperty("args").GetRawText()}");
        }
    }
}
