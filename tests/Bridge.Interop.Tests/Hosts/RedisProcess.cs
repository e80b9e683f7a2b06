// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using Bridge.Interop.Tests.Driver;

namespace Bridge.Interop.Tests.Hosts;

/// <summary>A Redis of its own for a farm, without persistence.</summary>
internal sealed class RedisProcess : IAsyncDisposable
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private RedisProcess(int port)
    {
        Configuration = $"127.0.0.1:{port}";
        string[] arguments = ["--port", $"{port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", Path.GetTempPath()];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data?.Contains("Ready to accept connections", StringComparison.Ordinal) == true)
            {
                _ready.TrySetResult();
            }
        };
        _process.BeginOutputReadLine();
    }

    public string Configuration { get; }

    public static async Task<RedisProcess> StartAsync()
    {
        var redis = new RedisProcess(NginxProxy.FreePort());
        await redis._ready.Task.WithinDeadline("redis-server should have been ready");
        return redis;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WithinDeadline("redis-server should have ended");
        _process.Dispose();
    }
}
