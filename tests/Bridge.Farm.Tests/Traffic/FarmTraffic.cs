// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Reports;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>One channel with listeners of every kind on every node and behind nginx, and senders on every node.</summary>
/// <param name="farm">The nodes.</param>
/// <param name="scenario">What is done to them, for the table.</param>
/// <param name="channelPrefix">What the channel's name begins with: that of a private channel.</param>
internal sealed class FarmTraffic(BridgeFarm farm, string scenario, string channelPrefix = "private-") : IAsyncDisposable
{
    private const int MessagesOfASender = 60;

    // Marks can be lost while something is away: they are sent again until everybody has them.
    private static readonly TimeSpan FenceInterval = TimeSpan.FromMilliseconds(200);

    private readonly string _channel = $"{channelPrefix}{Guid.NewGuid():N}";
    private readonly List<Listener> _listeners = [];
    private readonly List<Sender> _senders = [];
    private readonly List<ITestClient> _clients = [];
    private readonly HashSet<Listener> _gone = [];
    private readonly HashSet<Sender> _silent = [];
    private int _epoch;

    public async Task JoinEverywhereAsync()
    {
        foreach (FarmNode node in farm.Nodes)
        {
            await JoinAsync(node);
        }

        // Through nginx: to whatever node it chooses, and when that is lost, by themselves to another.
        foreach (ClientKind kind in FarmClients.Kinds)
        {
            foreach (FarmNode _ in farm.Nodes)
            {
                await ListenAsync(kind, farm.Entrance, null);
            }
        }
    }

    /// <summary>Clients of every kind come to a node, half of them to listen and half to send; and a back end.</summary>
    public async Task JoinAsync(FarmNode node)
    {
        foreach (ClientKind kind in FarmClients.Kinds)
        {
            await ListenAsync(kind, node.Address, node);
            ITestClient client = await ConnectAsync(kind, node.Address);
            AddSender(node, $"{kind}", data => client.TriggerAsync(_channel, TestEvents.ClientMessage, data));
        }

        RestClient rest = await RestClient.CreateAsync(farm.Driver, node.Address);
        AddSender(node, "REST", data => PublishAsync(rest, data));
    }

    /// <summary>Nobody counts on the clients of a node any longer.</summary>
    public void Forget(FarmNode node)
    {
        _gone.UnionWith(_listeners.Where(listener => listener.Home == node));
        _silent.UnionWith(_senders.Where(sender => sender.Home == node));
    }

    /// <summary>All senders send at once, each one message after the other.</summary>
    /// <param name="reach">What is promised for these messages.</param>
    /// <param name="midway">Is run in the middle of it.</param>
    public async Task SendAsync(Reach reach, Func<Task>? midway = null)
    {
        Sender[] senders = [.. _senders.Where(sender => !_silent.Contains(sender) && !sender.Home.IsFrozen)];
        using var underWay = new CountdownEvent(senders.Length);
        Task<int[]>[] sending = [.. senders.Select(sender => SendAsync(sender, reach(sender.Home, sender.Home), underWay))];
        if (midway is not null)
        {
            await Task.Run(underWay.Wait).WithinDeadline("the senders should have been under way");
            await midway();
        }

        int[][] sent = await Task.WhenAll(sending);
        foreach (Listener listener in _listeners.Where(listener => listener.Home is not null && !_gone.Contains(listener)))
        {
            foreach ((Sender sender, int[] numbers) in senders.Zip(sent).Where(pair => reach(pair.First.Home, listener.Home)))
            {
                listener.Expect(sender, numbers);
            }
        }
    }

    /// <summary>Waits until everybody has all that was sent before, as far as it is promised; returns how long that took.</summary>
    public async Task<TimeSpan> SettleAsync(Reach reach)
    {
        long start = Stopwatch.GetTimestamp();
        int epoch = ++_epoch;
        Sender[] senders = [.. _senders.Where(sender => !_silent.Contains(sender) && reach(sender.Home, sender.Home))];
        (Listener Listener, Sender[] Senders)[] expected =
            [.. _listeners.Where(listener => !_gone.Contains(listener))
                .Select(listener => (listener, senders.Where(sender => reach(sender.Home, listener.Home)).ToArray()))];
        Task heard = Task.WhenAll(expected.Select(pair => pair.Listener.ReadUntilAsync(epoch, pair.Senders)));
        using var timer = new PeriodicTimer(FenceInterval);
        await MarkAsync(senders, epoch, timer, heard).WithinDeadline(() => string.Join('\n', expected.Select(pair =>
            $"{pair.Listener.Name} should have heard {string.Join(", ", pair.Senders.Where(s => !pair.Listener.HasFence(s, epoch)).Select(s => s.Name))}")));
        await heard;
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Asserts that all promises were kept, and keeps the outcome for the table.</summary>
    /// <param name="recovery">How long it took until everybody heard everybody again.</param>
    public void AssertKept(TimeSpan? recovery = null)
    {
        var outcome = new Outcome(
            scenario,
            _senders.Sum(sender => sender.Sent),
            _listeners.Sum(listener => listener.Delivered),
            _listeners.Sum(listener => listener.Lost),
            _listeners.Sum(listener => listener.Doubled),
            _listeners.Sum(listener => listener.Disordered),
            recovery);
        farm.Outcomes.Add(outcome);
        Assert.True(
            outcome is { Lost: 0, Doubled: 0, Disordered: 0 },
            string.Join('\n', _listeners.Select(l => $"{l.Name}: lost {l.Lost}, doubled {l.Doubled}, out of order {l.Disordered}")));
        Assert.InRange(recovery ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ITestClient client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    private static async Task MarkAsync(Sender[] senders, int epoch, PeriodicTimer timer, Task heard)
    {
        do
        {
            await Task.WhenAll(senders.Select(sender => sender.SendFenceAsync(epoch)));
            await Task.WhenAny(heard, timer.WaitForNextTickAsync().AsTask());
        }
        while (!heard.IsCompleted);
    }

    private static async Task<int[]> SendAsync(Sender sender, bool mustWork, CountdownEvent underWay)
    {
        List<int> sent = [];
        for (int i = 0; i < MessagesOfASender; i++)
        {
            if (i == MessagesOfASender / 3)
            {
                underWay.Signal();
            }

            try
            {
                sent.Add(await sender.SendAsync());
            }
            catch (Exception) when (!mustWork)
            {
                // Its node is being killed: each kind of client has its own words for that.
            }
        }

        return [.. sent];
    }

    private async Task PublishAsync(RestClient rest, object data)
    {
        RestAnswer answer = await rest.TriggerAsync(_channel, TestEvents.Message, data);
        if (answer.Status != 200)
        {
            throw new ClientException($"The REST API answered {answer}");
        }
    }

    private void AddSender(FarmNode node, string kind, Func<object, Task> send) =>
        _senders.Add(new Sender($"{node.Name} {kind} #{_senders.Count}", node, send));

    private async Task ListenAsync(ClientKind kind, Uri server, FarmNode? home) =>
        _listeners.Add(new Listener($"{kind} at {home?.Name ?? "nginx"}", await ConnectAsync(kind, server), _channel, home));

    private async Task<ITestClient> ConnectAsync(ClientKind kind, Uri server)
    {
        ITestClient client = await FarmClients.ConnectAsync(farm.Driver, kind, server);
        _clients.Add(client);
        await client.SubscribeAsync(_channel);
        return client;
    }
}
