// Licensed under the MIT License. See LICENSE in the repository root.

using System.Globalization;
using Bridge.Core.Channels;
using Bridge.Core.Delivery;
using Bridge.Core.Tests.Hubs;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.History;

/// <summary>Legacy clients that read more slowly than a channel with a history speaks.</summary>
public sealed class SlowMemberTests
{
    private const int Events = 200;
    private static readonly string Padding = new('x', 1_000);

    [Theory]
    [InlineData(SlowConsumerPolicy.Disconnect)]
    [InlineData(SlowConsumerPolicy.DropOldest)]
    public async Task Slow_EverythingIsKept_GetsItAllInOrderFromTheHistory(SlowConsumerPolicy policy)
    {
        await using HistoryHost host = HostWith(policy, size: 10_000);
        DialectTestClient client = await JoinAsync(host);
        client.Pause();
        await PublishAsync(host, 1, Events);
        await client.LoopAsync();
        client.Resume();
        await PublishAsync(host, Events + 1, Events + 50);
        Assert.Equal(Enumerable.Range(1, Events + 50), await ReadAsync(client, Events + 50));
    }

    [Fact]
    public async Task Slow_AgainAndAgain_GetsItAllInOrder()
    {
        await using HistoryHost host = HostWith(SlowConsumerPolicy.Disconnect, size: 10_000);
        DialectTestClient client = await JoinAsync(host);
        for (int round = 0; round < 5; round++)
        {
            client.Pause();
            await PublishAsync(host, (round * Events) + 1, (round + 1) * Events);
            await client.LoopAsync();
            client.Resume();
        }

        Assert.Equal(Enumerable.Range(1, 5 * Events), await ReadAsync(client, 5 * Events));
    }

    [Fact]
    public async Task Slow_MoreThanIsKept_IsClosedAsAnySlowClient()
    {
        await using HistoryHost host = HostWith(SlowConsumerPolicy.Disconnect, size: 5);
        DialectTestClient client = await JoinAsync(host);
        client.Pause();
        await PublishAsync(host, 1, Events);
        await client.LoopAsync();
        client.Resume();
        int last = 0;
        while (await client.ReadMessageAsync() is var message && !message.Contains("closed 4100", StringComparison.Ordinal))
        {
            Assert.Equal(++last, NumberIn(message));
        }

        Assert.InRange(last, 1, Events - 1);
    }

    [Fact]
    public async Task Slow_MoreThanIsKeptWithDropOldest_GoesOnWithWhatIsKept()
    {
        await using HistoryHost host = HostWith(SlowConsumerPolicy.DropOldest, size: 5);
        DialectTestClient client = await JoinAsync(host);
        client.Pause();
        await PublishAsync(host, 1, Events);
        await client.LoopAsync();
        client.Resume();
        List<int> got = [];
        while (got.Count == 0 || got[^1] != Events)
        {
            got.Add(NumberIn(await client.ReadMessageAsync()));
        }

        Assert.Equal(Enumerable.Range(Events - 4, 5), got.TakeLast(5));
        Assert.Equal(Enumerable.Range(1, got.Count - 5), got.SkipLast(5));
        Assert.InRange(got.Count, 6, Events - 1);
    }

    [Fact]
    public async Task Slow_LeavesMeanwhile_GetsNothingMore()
    {
        await using HistoryHost host = HostWith(SlowConsumerPolicy.Disconnect, size: 10_000);
        DialectTestClient client = await JoinAsync(host);
        client.Pause();
        await PublishAsync(host, 1, Events);
        await host.Hub.Manager.RemoveFromGroupAsync(client.ConnectionId, "news");
        await client.LoopAsync();
        client.Resume();
        await host.Hub.Manager.AddToGroupAsync(client.ConnectionId, "other");
        await PublishAsync(host, 1_000, 1_000, "other");
        int last = 0;
        for (int next = NumberIn(await client.ReadMessageAsync()); next != 1_000; next = NumberIn(await client.ReadMessageAsync()))
        {
            Assert.Equal(++last, next);
        }

        Assert.InRange(last, 1, Events / 2);
    }

    private static HistoryHost HostWith(SlowConsumerPolicy policy, int size) => new(
        services => services.Configure<DeliveryOptions>(options =>
        {
            options.QueueBytes = 20_000;
            options.SlowConsumer = policy;
            options.Shards = 1;
        }),
        size);

    private static async Task<DialectTestClient> JoinAsync(HistoryHost host)
    {
        DialectTestClient client = await host.Hub.AddDialectAsync();
        await host.Hub.Manager.AddToGroupAsync(client.ConnectionId, "news");
        return client;
    }

    private static async Task PublishAsync(HistoryHost host, int first, int last, string group = "news")
    {
        for (int number = first; number <= last; number++)
        {
            await host.Hub.Publisher.PublishAsync(new ChannelEvent { Group = group, Name = "tick", Data = EventData.FromText($"{number}{Padding}") });
        }
    }

    private static async Task<int[]> ReadAsync(DialectTestClient client, int count)
    {
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++)
        {
            numbers[i] = NumberIn(await client.ReadMessageAsync());
        }

        return numbers;
    }

    private static int NumberIn(string message) =>
        int.Parse(string.Concat(message.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);
}
