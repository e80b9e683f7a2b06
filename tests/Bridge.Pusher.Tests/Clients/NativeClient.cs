// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Bridge.Pusher.Apps;
using Bridge.Pusher.Signatures;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Pusher.Tests.Clients;

/// <summary>Microsoft's SignalR client on the hub, over a WebSocket of its own.</summary>
internal sealed class NativeClient : IAsyncDisposable
{
    private readonly Channel<(string Name, JsonElement Data, JsonElement Origin)> _events =
        Channel.CreateUnbounded<(string, JsonElement, JsonElement)>();

    private NativeClient(HubConnection hub) => Hub = hub;

    public HubConnection Hub { get; }

    /// <summary>Connects, and listens to the events of these names.</summary>
    public static async Task<NativeClient> ConnectAsync(Uri address, params string[] events)
    {
        var builder = new HubConnectionBuilder();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(address));
        builder.Services.AddSingleton<IConnectionFactory, WebSocketConnectionFactory>();
        var client = new NativeClient(builder.Build());
        foreach (string name in events)
        {
            client.Hub.On<JsonElement, JsonElement>(name, (data, origin) => client._events.Writer.TryWrite((name, data, origin)));
        }

        await client.Hub.StartAsync().Await("connecting to the hub");
        return client;
    }

    /// <summary>The next event that it listens to.</summary>
    public Task<(string Name, JsonElement Data, JsonElement Origin)> NextAsync() =>
        _events.Reader.ReadAsync().AsTask().Await("the next event of the native client");

    public Task<JsonElement> InvokeAsync(string method, params object?[] arguments) =>
        Hub.InvokeCoreAsync<JsonElement>(method, arguments).Await(method);

    public Task<JsonElement> SubscribeAsync(string channel, string? channelData = null) => SubscribeAsync(channel, new PusherApp("1", "key", "secret"), channelData);

    /// <summary>Subscribes with a good signature; the name of the group is the app's prefix and the channel.</summary>
    public async Task<JsonElement> SubscribeAsync(string channel, PusherApp app, string? channelData = null)
    {
        string socketId = (await InvokeAsync("GetSocketId")).GetString()!;
        string auth = $"{app.Key}:{PusherSignature.SignChannel(app.Secret, socketId, channel, channelData)}";
        return await InvokeAsync("Subscribe", app.GroupPrefix + channel, new { auth, channelData });
    }

    public async Task<JsonElement> SignInAsync(string userData)
    {
        string socketId = (await InvokeAsync("GetSocketId")).GetString()!;
        return await InvokeAsync("SignIn", new { auth = $"key:{PusherSignature.SignUser("secret", socketId, userData)}", userData });
    }

    public ValueTask DisposeAsync() => Hub.DisposeAsync();
}
