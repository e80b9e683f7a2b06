// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Bridge.Redis.Configuration;
using Bridge.Redis.Connections;
using Bridge.Redis.Resp;
using Bridge.Redis.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bridge.LoadTest.Redis;

/// <summary>The figures of docs/decisions/0007-own-redis-client.md, of the client as it is.</summary>
internal sealed class RedisClientMeasurement : IAsyncDisposable
{
    private const int InFlight = 256;
    private const int Joins = 10_000;
    private const int JoinRounds = 21;
    private const int WarmUpRounds = 30;

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly RedisConnection _sender;
    private readonly RedisConnection _receiver;
    private readonly TimeSpan _duration;
    private readonly Counter _joined = new();

    public RedisClientMeasurement(string configuration, TimeSpan duration)
    {
        _duration = duration;
        _sender = Connect(configuration);
        _receiver = Connect(configuration);
    }

    /// <summary>How long ten thousand SUBSCRIBE commands took one after the other, ms: the median, once it was measured.</summary>
    public double SerialJoins { get; private set; }

    public async Task<IReadOnlyList<string>> RunAsync()
    {
        byte[] channel = "load"u8.ToArray();
        var payload = new Payload(100);
        var script = new RedisScript("return redis.call('PUBLISH', KEYS[1], ARGV[1])");
        List<string> lines =
        [
            await MeasureAsync("publish, answer awaited", () => _sender.ExecuteAsync(new PublishCommand<Payload>(channel, payload), CancellationToken.None)),
            await MeasureAsync("EVALSHA", () => _sender.EvaluateAsync(script, [channel], ["x"u8.ToArray()], CancellationToken.None)),
            await MeasureReceptionAsync(channel, payload),
        ];
        lines.Add(await MeasureJoinsAsync());
        return lines;
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        await _receiver.DisposeAsync();
        await _services.DisposeAsync();
    }

    private async Task<string> MeasureAsync(string what, Func<Task<RespValue>> command)
    {
        long count = 0;
        using var ending = new CancellationTokenSource();
        async Task LoopAsync()
        {
            while (!ending.IsCancellationRequested)
            {
                await command();
                Interlocked.Increment(ref count);
            }
        }

        Task[] loops = [.. Enumerable.Range(0, InFlight).Select(_ => LoopAsync())];
        await Task.Delay(TimeSpan.FromSeconds(1));
        (long before, double cpu, long start) = (Interlocked.Read(ref count), CpuSeconds(), Stopwatch.GetTimestamp());
        await Task.Delay(_duration);
        (long done, double used, double elapsed) = (Interlocked.Read(ref count) - before, CpuSeconds() - cpu, Stopwatch.GetElapsedTime(start).TotalSeconds);
        await ending.CancelAsync();
        await Task.WhenAll(loops);
        return $"{what}, {InFlight} in flight: {done / elapsed:n0}/s, {used * 1e6 / done:n2} us of CPU each";
    }

    private async Task<string> MeasureReceptionAsync(byte[] channel, Payload payload)
    {
        var counter = new Counter();
        await _receiver.SubscribeAsync(channel, counter);
        using var ending = new CancellationTokenSource();
        Task publishing = Task.Run(async () =>
        {
            // As many as a node may have on their way: more would only wait.
            for (long sent = 0; !ending.IsCancellationRequested; sent++)
            {
                _sender.Publish(channel, payload);
                while (sent - counter.Count > 4 * InFlight && !ending.IsCancellationRequested)
                {
                    await Task.Yield();
                }
            }
        });
        await Task.Delay(TimeSpan.FromSeconds(1));
        (long before, double cpu, long start) = (counter.Count, CpuSeconds(), Stopwatch.GetTimestamp());
        await Task.Delay(_duration);
        (long done, double used, double elapsed) = (counter.Count - before, CpuSeconds() - cpu, Stopwatch.GetElapsedTime(start).TotalSeconds);
        await ending.CancelAsync();
        await publishing;
        return $"publish to reception on another connection: {done / elapsed:n0}/s, {used * 1e6 / done:n2} us of CPU each, both ends";
    }

    private async Task<string> MeasureJoinsAsync()
    {
        var (serial, together) = (new double[JoinRounds], new double[JoinRounds]);
        for (int round = 0; round < WarmUpRounds; round++)
        {
            await TimeAsync(JoinTogetherAsync);
        }

        for (int round = 0; round < JoinRounds; round++)
        {
            serial[round] = await TimeAsync(JoinOneAfterTheOtherAsync);
            together[round] = await TimeAsync(JoinTogetherAsync);
        }

        Array.Sort(serial);
        Array.Sort(together);
        SerialJoins = Middle(serial);
        return $"{Joins:n0} first joins, medians of {JoinRounds} rounds: one after the other {Text(serial)} ms, together {Text(together)} ms, "
            + $"{Middle(serial) / Middle(together):n0} times faster";

        static double Middle(double[] sorted) => sorted[JoinRounds / 2];
        static string Text(double[] sorted) => $"{Middle(sorted):n0} ({sorted[0]:n0} - {sorted[^1]:n0})";
    }

    private async Task JoinOneAfterTheOtherAsync(byte[][] channels)
    {
        foreach (byte[] channel in channels)
        {
            await _receiver.SubscribeAsync(channel, _joined);
        }
    }

    private Task JoinTogetherAsync(byte[][] channels) => Task.WhenAll(channels.Select(channel => _receiver.SubscribeAsync(channel, _joined)));

    /// <summary>Times joins to new channels, and leaves the channels afterwards.</summary>
    private async Task<double> TimeAsync(Func<byte[][], Task> join)
    {
        byte[][] channels = [.. Enumerable.Range(0, Joins).Select(_ => Encoding.ASCII.GetBytes($"join-{Guid.NewGuid():N}"))];
        long start = Stopwatch.GetTimestamp();
        await join(channels);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        Array.ForEach(channels, channel => _receiver.Unsubscribe(channel));
        return elapsed;
    }

    private RedisConnection Connect(string configuration)
    {
        var settings = RedisSettingsParser.Parse(configuration).Settings;
        var metrics = new RedisMetrics(_services.GetRequiredService<IMeterFactory>());
        var connection = new RedisConnection(
            new RedisLinkServices(
                settings, new RedisConnector(settings, TimeProvider.System), metrics, new StateHealth(), TimeProvider.System, Random.Shared, NullLogger.Instance),
            new BridgeRedisOptions { Configuration = configuration });
        connection.Start();
        return connection;
    }

    private static double CpuSeconds() => Environment.CpuUsage.TotalTime.TotalSeconds;

    private readonly struct Payload(int length) : IRespPayload
    {
        public int Length => length;

        public void Write(Span<byte> destination) => destination.Fill((byte)'x');
    }

    private sealed class Counter : IRedisSubscriber
    {
        private long _count;

        public long Count => Interlocked.Read(ref _count);

        public void OnMessage(System.Buffers.ReadOnlySequence<byte> payload) => Interlocked.Increment(ref _count);
    }
}
