// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Tests.Hubs;
using Microsoft.Extensions.DependencyInjection;

namespace Bridge.Core.Tests.History;

/// <summary>Clients that come, go and resume while others publish.</summary>
public abstract class HistoryRaceSpecification : IAsyncDisposable
{
    private const int Publishers = 3;
    private const int EventsEach = 200;
    private const int Events = Publishers * EventsEach;

    private protected HistoryRaceSpecification(Action<IServiceCollection>? configure = null) => Host = new HistoryHost(configure, size: 10_000);

    private protected HistoryHost Host { get; }

    /// <summary>The node that publishes: another one than that of the clients, if there are several.</summary>
    private protected virtual HistoryHost Publishing => Host;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Host.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Resume_AgainAndAgainWhileOthersPublish_MissesAndDoublesNothing(int seed)
    {
        NativeTestClient first = await Host.Hub.ConnectNativeAsync();
        JsonElement known = await HistoryHost.SubscribeAsync(first, "news");
        Task publishing = ConcurrentRun.OnThreadsAsync(
            Publishers, seed, (thread, _) => Publishing.PublishAsync("news", thread * EventsEach, ((thread + 1) * EventsEach) - 1));

        var random = new Random(seed);
        long last = 0;
        List<int> got = [];
        while (last < Events)
        {
            NativeTestClient client = await Host.Hub.ConnectNativeAsync();
            JsonElement answer = await HistoryHost.SubscribeAsync(client, "news", HistoryHost.From(known, last));
            Assert.Equal((last, true), HistoryHost.Said(answer));
            for (int i = Math.Min(random.Next(60), (int)(Events - last)); i > 0; i--)
            {
                JsonElement arguments = (await client.ReadRecordAsync()).GetProperty("arguments");
                Assert.Equal(++last, arguments[1].GetProperty("offset").GetInt64());
                got.Add(arguments[0].GetInt32());
            }

            await client.DisconnectAsync();
        }

        await publishing;
        Assert.Equal(Enumerable.Range(0, Events), got.Order());
        for (int publisher = 0; publisher < Publishers; publisher++)
        {
            int[] own = [.. got.Where(number => number / EventsEach == publisher)];
            Assert.Equal(own.Order(), own);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Subscribe_WhileOthersPublish_GetsEverythingBehindItsPosition(int seed)
    {
        Task publishing = ConcurrentRun.OnThreadsAsync(
            Publishers, seed, (thread, _) => Publishing.PublishAsync("news", thread * EventsEach, ((thread + 1) * EventsEach) - 1));
        List<Task> reading = [];
        for (int i = 0; i < 10; i++)
        {
            NativeTestClient client = await Host.Hub.ConnectNativeAsync();
            JsonElement answer = await HistoryHost.SubscribeAsync(client, "news");
            reading.Add(ReadToTheEndAsync(client, answer.GetProperty("offset").GetInt64()));
        }

        await publishing;
        await Task.WhenAll(reading).Within("the events to arrive");
    }

    private static async Task ReadToTheEndAsync(NativeTestClient client, long last)
    {
        while (last < Events)
        {
            JsonElement arguments = (await client.ReadRecordAsync()).GetProperty("arguments");
            Assert.Equal(++last, arguments[1].GetProperty("offset").GetInt64());
        }
    }
}
