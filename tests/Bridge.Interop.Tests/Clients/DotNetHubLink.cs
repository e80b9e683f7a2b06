// Licensed under the MIT License. See LICENSE in the repository root.

using System.Net;
using System.Text.Json;
using Bridge.Interop.Tests.Driver;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Interop.Tests.Clients;

/// <summary>Microsoft.AspNetCore.SignalR.Client over a WebSocket.</summary>
internal sealed class DotNetHubLink : IHubLink
{
    private readonly HubConnection _connection;

    public DotNetHubLink(Uri hub)
    {
        IHubConnectionBuilder builder = new HubConnectionBuilder()
            .WithAutomaticReconnect([TimeSpan.Zero, TimeSpan.FromMilliseconds(100), .. Enumerable.Repeat(TimeSpan.FromSeconds(1), 10)]);
        builder.Services.AddSingleton<IConnectionFactory, WebSocketConnectionFactory>();
        builder.Services.AddSingleton<EndPoint>(new UriEndPoint(new UriBuilder(hub) { Scheme = "ws" }.Uri));
        _connection = builder.Build();
        foreach (string name in (string[])[.. TestEvents.OfApplication, .. TestEvents.News])
        {
            _connection.On<JsonElement, JsonElement>(name, (data, meta) => Received(name, [data, meta]));
        }

        _connection.On<JsonElement>(TestEvents.HubEvent, data => Received(TestEvents.HubEvent, [data]));
        _connection.Reconnected += _ => Reconnected();
    }

    public Action<string, JsonElement[]> Received { private get; set; } = (_, _) => { };

    public Func<Task> Reconnected { private get; set; } = () => Task.CompletedTask;

    public Task ConnectAsync() => _connection.StartAsync().WithinDeadline("the .NET client should have connected");

    public Task DisconnectAsync() => _connection.StopAsync().WithinDeadline("the .NET client should have disconnected");

    public async Task<JsonElement> InvokeAsync(string method, params object?[] args)
    {
        try
        {
            return await _connection.InvokeCoreAsync<JsonElement>(method, args).WithinDeadline($"the hub should have answered {method}");
        }
        catch (HubException exception)
        {
            throw new ClientException(exception.Message);
        }
    }

    public async Task SendManyAsync(string method, object?[] args, int count)
    {
        for (int number = 0; number < count; number++)
        {
            await _connection.SendCoreAsync(method, [.. args, new { number }]);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
