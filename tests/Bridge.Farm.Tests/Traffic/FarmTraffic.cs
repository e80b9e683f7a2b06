// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using Bridge.Farm.Tests.Nodes;
using Bridge.Farm.Tests.Reports;
using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Farm.Tests.Traffic;

/// <summary>Listeners over every route on every node and behind nginx, and senders on every node, all on the same channels.</summary>
/// <param name="farm">The nodes.</param>
/// <param name="scenario">What is done to them, for the table.</param>
/// <param name="throughNginx">The routes that some clients take through nginx.</param>
/// <param name="channelPrefixes">What the channels' names begin with: those of private channels.</param>
internal sealed class FarmTraffic(BridgeFarm farm, string scenario, ClientRoute[] throughNginx, string[] channelPrefixes) : IAsyncDisposable
{
    /// <summary>What the name of a channel without a history begins with.</summary>
    public const string Private = "private-";

    private const int Messages = 4;

    // So many that something is under way all the time while it happens.
    private const int MessagesUnderLoad = 15;

    // Marks can be lost while something is away: they are sent again until everybody has them.
    private static readonly TimeSpan FenceInterval = TimeSpan.FromMilliseconds(200);

    private readonly string[] _channels = [.. channelPrefixes.Select(prefix => $"{prefix}{Guid.NewGuid():N}")];
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

        // Through nginx: to whatever node it chooses, and when that is lost, by themselves to another. On a channel with a history who comes
        // back may get again what a node without Redis had delivered: nothing can be asserted of them there.
        foreach (FarmNode _ in farm.Nodes)
        {
            await ListenAsync(throughNginx, farm.Entrance, null, [.. _channels.Where(channel => !IsKept(channel))]);
        }
    }

    /// <summary>Clients come to a node over every route, half of them to listen and half to send; and a back end.</summary>
    public async Task JoinAsync(FarmNode node)
    {
        await ListenAsync(FarmClients.Routes, node.Address, node, _channels);
        foreach ((ClientRoute route, ITestClient client) in await ConnectAsync(FarmClients.Routes, node.Address, _channels))
        {
            AddSender(node, route.Name, route.SendsInOrder, (channel, data) => client.TriggerAsync(channel, TestEvents.ClientMessage, data));
        }

        RestClient rest = await RestClient.CreateAsync(farm.Driver, node.Address);
        AddSender(node, "REST", isOrdered: true, (channel, data) => PublishAsync(rest, channel, data));
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
    /// <param name="kept">What is promised for them on channels with a history; null: the same.</param>
    public async Task SendAsync(Reach reach, Func<Task>? midway = null, Reach? kept = null)
    {
        Sender[] senders = [.. Speaking()];
        int messages = midway is null ? Messages : MessagesUnderLoad;
        using var underWay = new CountdownEvent(senders.Length);
        Task<int[]>[] sending = [.. senders.Select(sender => SendAsync(sender, messages, reach(sender.Home, sender.Home), underWay))];
        if (midway is not null)
        {
            await Task.Run(underWay.Wait).WithinDeadline("the senders should have been under way");
            await midway();
        }

        int[][] sent = await Task.WhenAll(sending);
        foreach (Listener listener in _listeners.Where(listener => listener.Home is not null && !_gone.Contains(listener)))
        {
            foreach ((Sender sender, int[] numbers) in senders.Zip(sent).Where(pair => IsPromised(pair.First, listener, IsKept(listener.Channel) ? kept ?? reach : reach)))
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
        Sender[] senders = [.. Speaking().Where(sender => reach(sender.Home, sender.Home))];
        (Listener Listener, Sender[] Senders)[] expected =
            [.. _listeners.Where(listener => !_gone.Contains(listener))
                .Select(listener => (listener, senders.Where(sender => IsPromised(sender, listener, reach)).ToArray()))];
        Task heard = Task.WhenAll(expected.Select(pair => pair.Listener.ReadUntilAsync(epoch, pair.Senders)));
        using var timer = new PeriodicTimer(FenceInterval);
        await MarkAsync(senders, epoch, timer, heard, expected).WithinDeadline(() => string.Join('\n', expected
            .Select(pair => (pair.Listener, Missed: pair.Senders.Where(sender => !pair.Listener.HasAllOf(sender, epoch)).Select(sender => sender.Name).ToArray()))
            .Where(pair => pair.Missed.Length > 0)
            .Select(pair => $"{pair.Listener.Name} should have heard {string.Join(", ", pair.Missed)}")));
        await heard;
        return Stopwatch.GetElapsedTime(start);
    }

    /// <summary>Asserts that all promises were kept, and keeps the outcome for the table.</summary>
    /// <param name="recovery">How long it took until everybody heard everybody again.</param>
    public void AssertKept(TimeSpan? recovery = null)
    {
        Outcome[] outcomes = [.. _channels.Select(channel => OutcomeOn(channel, recovery))];
        foreach (Outcome outcome in outcomes)
        {
            farm.Outcomes.Add(outcome);
        }

        Assert.True(
            outcomes.All(outcome => outcome is { Lost: 0, Doubled: 0, Disordered: 0 }),
            $"{string.Join('\n', outcomes.AsEnumerable())}\n{string.Join('\n', _listeners.Where(listener => listener.Lost + listener.Doubled > 0))}");
        Assert.InRange(recovery ?? TimeSpan.Zero, TimeSpan.Zero, BridgeFarm.Recovery);
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_clients.Select(client => client.DisposeAsync().AsTask()));

    private static bool IsKept(string channel) => channel.StartsWith(BridgeFarm.HistoryPrefix, StringComparison.Ordinal);

    private static bool IsPromised(Sender sender, Listener listener, Reach reach) =>
        sender.Channel == listener.Channel && reach(sender.Home, listener.Home);

    private static async Task MarkAsync(Sender[] senders, int epoch, PeriodicTimer timer, Task heard, (Listener Listener, Sender[] Senders)[] expected)
    {
        do
        {
            await Task.WhenAll(senders.Select(sender => TryMarkAsync(sender, epoch)));
            await Task.WhenAny(heard, timer.WaitForNextTickAsync().AsTask());
            senders = [.. senders.Where(sender => expected.Any(pair => pair.Senders.Contains(sender) && !pair.Listener.HasAllOf(sender, epoch)))];
        }
        while (!heard.IsCompleted);
    }

    private static async Task TryMarkAsync(Sender sender, int epoch)
    {
        try
        {
            await sender.SendFenceAsync(epoch);
        }
        catch (ClientException)
        {
            // It lost its session and is about to come back.
        }
    }

    private static async Task<int[]> SendAsync(Sender sender, int messages, bool mustWork, CountdownEvent underWay)
    {
        List<int> sent = [];
        for (int i = 0; i < messages; i++)
        {
            if (i == messages / 3)
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

    private static async Task PublishAsync(RestClient rest, string channel, object data)
    {
        RestAnswer answer = await rest.TriggerAsync(channel, TestEvents.Message, data);
        if (answer.Status != 200)
        {
            throw new ClientException($"The REST API answered {answer}");
        }
    }

    private IEnumerable<Sender> Speaking() => _senders.Where(sender => !_silent.Contains(sender) && !sender.Home.IsFrozen);

    private Outcome OutcomeOn(string channel, TimeSpan? recovery)
    {
        Sender[] senders = [.. _senders.Where(sender => sender.Channel == channel)];
        Listener[] listeners = [.. _listeners.Where(listener => listener.Channel == channel)];
        return new Outcome(
            IsKept(channel) ? $"history: {scenario}" : scenario,
            senders.Sum(sender => sender.Sent),
            listeners.Sum(listener => listener.Delivered),
            listeners.Sum(listener => listener.Lost),
            listeners.Sum(listener => listener.Doubled),
            listeners.Sum(listener => senders.Where(sender => sender.IsOrdered).Sum(listener.DisorderedFrom)),
            recovery);
    }

    private void AddSender(FarmNode node, string kind, bool isOrdered, Func<string, object, Task> send) =>
        _senders.AddRange(_channels.Select((channel, index) =>
            new Sender($"{node.Name} {kind} #{_senders.Count + index}", channel, node, isOrdered, data => send(channel, data))));

    private async Task ListenAsync(ClientRoute[] routes, Uri server, FarmNode? home, string[] channels) =>
        _listeners.AddRange((await ConnectAsync(routes, server, channels)).SelectMany(pair => channels.Select(channel =>
            new Listener($"{pair.Route.Name} at {home?.Name ?? "nginx"} on {channel}", pair.Client, channel, home))));

    private async Task<(ClientRoute Route, ITestClient Client)[]> ConnectAsync(ClientRoute[] routes, Uri server, string[] channels)
    {
        (ClientRoute Route, ITestClient Client)[] connected =
            await Task.WhenAll(routes.Select(async route => (route, await route.ConnectAsync(farm.Driver, server))));
        _clients.AddRange(connected.Select(pair => pair.Client));
        await Task.WhenAll(connected.SelectMany(pair => channels.Select(channel => pair.Client.SubscribeAsync(channel))));
        return connected;
    }
}
