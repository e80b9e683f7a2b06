// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Pusher.Tests.Clients;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Mapping;

/// <summary>Microsoft's SignalR client on an app's own hub.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private readonly Channel<(string Target, JsonElement[] Arguments)> _calls = Channel.CreateUnbounded<(string, JsonElement[])>();

    private HubClient(HubConnection hub) => Hub = hub;

    public HubConnection Hub { get; }

    public static async Task<HubClient> ConnectAsync(Uri address, params string[] targets)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(address));
        builder.Services.AddSingleton<IConnectionFactory, WebSocketConnectionFactory>();
        var client = new HubClient(builder.Build());
        foreach (string target in targets)
        {
            client.Hub.On(target, [typeof(JsonElement)], client.Note, target);
        }

        await client.Hub.StartAsync().Await("connecting to the hub");
        return client;
    }

    public Task InvokeAsync(string method, params object?[] arguments) => Hub.InvokeCoreAsync(method, arguments).Await(method);

    public Task<(string Target, JsonElement[] Arguments)> NextAsync() =>
        _calls.Reader.ReadAsync().AsTask().Await("the next call of the native client");

    /// <summary>The only argument of the next call, which is of this target.</summary>
    public async Task<string> NextAsync(string target)
    {
        (string actual, JsonElement[] arguments) = await NextAsync();
        Assert.Equal(target, actual);
        return Assert.Single(arguments).GetRawText();
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();

    private Task Note(object?[] arguments, object target)
    {
        _calls.Writer.TryWrite(((string)target, [.. arguments.Cast<JsonElement>()]));
        return Task.CompletedTask;
    }
}
