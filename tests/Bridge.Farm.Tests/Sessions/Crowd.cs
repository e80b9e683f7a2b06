// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Text.Json;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Traffic;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Sessions;

/// <summary>Clients of every transport that is more than one connection, all on one channel. They come through nginx, so their requests go to the nodes in turn.</summary>
internal sealed class Crowd(BridgeFarm farm) : IAsyncDisposable
{
    // So many of each that every node has some.
    private const int OfEachKind = 3;

    // What is published while a client is away is lost: it is published again until everybody has heard it.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly string _channel = $"private-{Guid.NewGuid():N}";
    private readonly List<(string Name, ITestClient Client)> _clients = [];
    private int _epoch;

    public async Task ComeAsync()
    {
        for (int i = 0; i < OfEachKind; i++)
        {
            foreach (string transport in (string[])["xhr_streaming", "xhr_polling"])
            {
                await AddAsync($"pusher-js over {transport}", FarmClients.ConnectPusherAsync(farm.Driver, transport, farm.Entrance));
            }

            foreach (string transport in (string[])["xhr-streaming", "xhr-polling", "websocket"])
            {
                await AddAsync($"sockjs-client over {transport}", FarmClients.ConnectHubAsync(farm.Driver, transport, null, farm.Entrance));
            }

            foreach (int transport in (int[])[2, 4])
            {
                await AddAsync($"SignalR over {transport}", FarmClients.ConnectHubAsync(farm.Driver, null, transport, farm.Entrance));
            }
        }
    }

    /// <summary>Waits until everybody hears what is published through a node; returns how long that took.</summary>
    public async Task<TimeSpan> WaitUntilAllHearAsync(FarmNode node)
    {
        long start = Stopwatch.GetTimestamp();
        int epoch = ++_epoch;
        RestClient backEnd = await RestClient.CreateAsync(farm.Driver, node.Address);
        (string Name, Task Heard)[] hearing = [.. _clients.Select(client => (client.Name, HearAsync(client.Client, epoch)))];
        Task all = Task.WhenAll(hearing.Select(client => client.Heard));
        using var timer = new PeriodicTimer(Interval);
        await PublishAsync(backEnd, epoch, timer, all).WithinDeadline(() =>
            $"these should have heard {epoch}: {string.Join(", ", hearing.Where(client => !client.Heard.IsCompleted).Select(client => client.Name))}");
        await all;
        return Stopwatch.GetElapsedTime(start);
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((_, ITestClient client) in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private async Task AddAsync(string name, Task<ITestClient> connecting)
    {
        ITestClient client = await connecting;
        _clients.Add((name, client));
        await client.SubscribeAsync(_channel);
    }

    private async Task PublishAsync(RestClient backEnd, int epoch, PeriodicTimer timer, Task all)
    {
        do
        {
            Assert.Equal(200, (await backEnd.TriggerAsync(_channel, TestEvents.Fence, new { epoch })).Status);
            await Task.WhenAny(all, timer.WaitForNextTickAsync().AsTask());
        }
        while (!all.IsCompleted);
    }

    private async Task HearAsync(ITestClient client, int epoch)
    {
        while (JsonElement.Parse((await client.NextAsync(_channel)).Data).GetProperty("epoch").GetInt32() < epoch)
        {
        }
    }
}
