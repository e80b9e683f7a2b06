// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using System.Globalization;
using Bridge.LoadTest.Comparison;
using Bridge.LoadTest.Farm;
using Bridge.LoadTest.Redis;
using Bridge.LoadTest.Scenarios;

namespace Bridge.LoadTest.Commands;

/// <summary><c>farm</c>: one node, two and three on Redis, Redis stopped and running, and the Redis client alone.</summary>
internal static class FarmCommand
{
    private const double MostLatency = 1.1;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Interleaved rounds.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<double>("--seconds") { Description = "Length of each measurement.", DefaultValueFactory = _ => 6 };
        var onlyLocal = new Option<bool>("--only-local") { Description = "Compares only deliveries of one node with Redis running and stopped." };
        var onlyClient = new Option<bool>("--only-client") { Description = "Measures only the Redis client alone, and first joins." };
        var command = new Command("farm", "Runs farms of fresh Bridge processes on a Redis of their own, and prints the tables.") { rounds, seconds, onlyLocal, onlyClient };
        command.SetAction(async (arguments, _) =>
        {
            var duration = TimeSpan.FromSeconds(arguments.GetValue(seconds));
            if (arguments.GetValue(onlyClient))
            {
                await MeasureClientAsync(duration);
                return ExitCode.Success;
            }

            var fanOut = new Scenario { Connections = 900, Channels = 100, Window = 64, Duration = duration };
            var local = new Scenario { Connections = 100, Rate = 100, Duration = duration };
            FarmFigures running = new("100 subscribers, 100/s: 1 node, Redis running"), stopped = new("Redis stopped");
            (FarmFigures Figures, Func<FarmOfServers> Start, Scenario Scenario)[] farms =
            [
                (new("900 subscribers, 100 channels: 1 node, no Redis"), FarmOfServers.Alone, fanOut),
                (new("2 nodes"), () => FarmOfServers.Start(2), fanOut),
                (new("3 nodes"), () => FarmOfServers.Start(3), fanOut),
                (new("2 nodes, channels with a history"), () => FarmOfServers.StartWithHistory(2), fanOut),
            ];
            (FarmFigures Figures, Func<FarmOfServers> Start, Scenario Scenario)[] alone =
            [
                (running, () => FarmOfServers.Start(1), local),
                (stopped, StartWithoutRedis, local),
            ];
            var isOnlyLocal = arguments.GetValue(onlyLocal);
            var setUps = isOnlyLocal ? alone : [.. farms, .. alone];

            var machine = Machine.Describe();
            for (var round = 1; round <= arguments.GetValue(rounds); round++)
            {
                Console.Error.WriteLine($"round {round} of {arguments.GetValue(rounds)}");
                foreach (var (figures, start, scenario) in round % 2 == 1 ? setUps : setUps.Reverse())
                {
                    using var farm = start();
                    figures.Add(farm.Run(scenario));
                }
            }

            Console.WriteLine($"{machine} at the start, {Machine.ReadLoadAverage()} at the end; medians of {arguments.GetValue(rounds)} rounds");
            Console.WriteLine();
            Console.WriteLine(FarmFigures.Header);
            Array.ForEach(setUps, setUp => Console.WriteLine(setUp.Figures));
            Console.WriteLine();
            var ratio = stopped.P99 / running.P99;
            var isGood = ratio <= MostLatency && setUps.All(setUp => setUp.Figures.IsClean);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"p99 with Redis stopped: {ratio:N2} x that with Redis running; goal: <= {MostLatency:N1} x"));
            Console.WriteLine();
            if (!isOnlyLocal)
            {
                await MeasureClientAsync(duration);
            }

            return isGood ? ExitCode.Success : ExitCode.Missed;
        });
        return command;
    }

    private static FarmOfServers StartWithoutRedis()
    {
        var farm = FarmOfServers.Start(1);
        farm.StopRedis();
        return farm;
    }

    private static async Task MeasureClientAsync(TimeSpan duration)
    {
        using var farm = FarmOfServers.Start(1);
        await using var measurement = new RedisClientMeasurement(farm.Redis, duration);
        foreach (var line in await measurement.RunAsync())
        {
            Console.WriteLine(line);
        }

        Console.WriteLine(await new JoinMeasurement(farm.FirstNode).RunAsync(measurement.SerialJoins));
    }
}
