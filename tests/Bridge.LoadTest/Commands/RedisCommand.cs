// Licensed under the MIT License. See LICENSE in the repository root.

using System.CommandLine;
using Bridge.LoadTest.Redis;

namespace Bridge.LoadTest.Commands;

internal static class RedisCommand
{
    public static Command Create()
    {
        var server = new Option<string>("--server") { Description = "The Redis.", Required = true };
        var seconds = new Option<double>("--seconds") { Description = "Length of each measurement.", DefaultValueFactory = _ => 4 };
        var command = new Command("redis", "Measures the bridge's Redis client alone.") { server, seconds };
        command.SetAction(async (arguments, _) =>
        {
            await using var measurement = new RedisClientMeasurement(
                arguments.GetRequiredValue(server), TimeSpan.FromSeconds(arguments.GetValue(seconds)));
            foreach (var line in await measurement.RunAsync())
            {
                Console.WriteLine(line);
            }

            return ExitCode.Success;
        });
        return command;
    }
}
