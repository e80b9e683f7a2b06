// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Core.Tests.History;
using Bridge.Core.Tests.Hubs;
using Bridge.Redis.Tests.Backplane;
using Bridge.Redis.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Bridge.Redis.Tests.History;

/// <summary>A node of a farm with real time, and a client that reads the numbers of the channel <c>news</c>.</summary>
internal sealed class HistoryNode : IAsyncDisposable
{
    private readonly List<int> _read = [];
    private NativeTestClient _client = null!;

    public HistoryNode(string configuration, int size = 10_000, int seconds = HistoryHost.Seconds) =>
        Host = new HistoryHost(
            services =>
            {
                FarmHost.AddRedis(services, configuration);
                services.AddSingleton<ILoggerProvider>(Log);
                services.Replace(ServiceDescriptor.Singleton(TimeProvider.System));
            },
            size,
            seconds);

    public HistoryHost Host { get; }

    public RecordedLog Log { get; } = new();

    /// <summary>What the client was answered.</summary>
    public JsonElement Answer { get; private set; }

    /// <summary>Starts nodes whose clients are on the channel.</summary>
    public static async Task<HistoryNode[]> StartAsync(string configuration, int count)
    {
        var nodes = new HistoryNode[count];
        for (int i = 0; i < count; i++)
        {
            nodes[i] = new HistoryNode(configuration);
            await nodes[i].JoinAsync();
        }

        return nodes;
    }

    public async Task JoinAsync()
    {
        _client = await Host.Hub.ConnectNativeAsync();
        Answer = await HistoryHost.SubscribeAsync(_client, "news");
    }

    public Task PublishAsync(int number) => Host.PublishAsync("news", number);

    /// <summary>Reads until a number has come, and gives all that have come so far.</summary>
    public async Task<int[]> ReadUntilAsync(int last)
    {
        while (_read.Count == 0 || _read[^1] != last)
        {
            try
            {
                _read.Add(await ReadAsync());
            }
            catch (TimeoutException)
            {
                throw new TimeoutException($"{last} did not come. What came: {string.Join(' ', _read)}\nWhat was logged: {Log.Text}");
            }
        }

        return [.. _read];
    }

    /// <summary>The next number.</summary>
    public async Task<int> ReadAsync() => (await _client.ReadRecordAsync()).GetProperty("arguments")[0].GetInt32();

    /// <summary>The next message as the client got it.</summary>
    public Task<string> ReadWordsAsync() => _client.ReadAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
