// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;

namespace Bridge.Redis.Tests.Servers;

/// <summary>A real Sentinel that watches one master, and makes a replica the master when that one has gone.</summary>
internal sealed class RedisSentinel : IAsyncDisposable
{
    public const string Service = "farm";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bridge-sentinel");
    private Process? _process;

    public int Port { get; } = RedisServer.FreePort();

    /// <summary>The configuration string that leads to the master.</summary>
    public string Configuration => $"127.0.0.1:{Port},serviceName={Service}";

    public static async Task<RedisSentinel> StartAsync(RedisServer master, params string[] settings)
    {
        var sentinel = new RedisSentinel();
        await sentinel.StartAsync(
        [
            $"port {sentinel.Port}",
            "bind 127.0.0.1",
            $"sentinel monitor {Service} 127.0.0.1 {master.Port} 1",
            $"sentinel down-after-milliseconds {Service} 1000",
            .. settings,
        ]);
        return sentinel;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync().Within("the Sentinel to end");
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private async Task StartAsync(string[] settings)
    {
        string file = Path.Combine(_folder.FullName, "sentinel.conf");
        await File.WriteAllLinesAsync(file, settings);
        _process = Process.Start(new ProcessStartInfo("redis-server", [file, "--sentinel"]) { RedirectStandardOutput = true })!;
        await ReadUntilItWatchesAsync(_process.StandardOutput).Within("the Sentinel to watch its master");

        // Nobody reads on, but a full pipe would stop it.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    private static async Task ReadUntilItWatchesAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            if (line.Contains("+monitor master", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException("The Sentinel did not start.");
    }
}
