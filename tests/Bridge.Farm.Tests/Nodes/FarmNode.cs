// Licensed under the MIT License. See LICENSE in the repository root.

using System.Text.Json;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;

namespace Bridge.Farm.Tests.Nodes;

/// <summary>One Bridge.Server of the farm, always on the same port, with a line of its own to Redis.</summary>
internal sealed class FarmNode : IAsyncDisposable
{
    private readonly CuttableProxy _line;
    private readonly HttpClient _http;
    private readonly string[] _settings;
    private ListeningProcess? _process;

    /// <summary>A node that does not run yet.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="redis">Where Redis is.</param>
    /// <param name="credentials">What follows the address in the configuration string.</param>
    /// <param name="settings">Its command line, without its address and Redis.</param>
    public FarmNode(string name, Uri redis, string credentials, IEnumerable<string> settings)
    {
        Name = name;
        Address = new Uri($"http://127.0.0.1:{Ports.Reserve()}");
        _line = new CuttableProxy(redis);
        _settings = [$"--urls={Address}", $"--Bridge:Redis:Configuration={_line.Address.Authority}{credentials}", .. settings];
        _http = new HttpClient { BaseAddress = Address, Timeout = Deadline.Default };
    }

    public string Name { get; }

    public Uri Address { get; }

    public bool IsFrozen { get; private set; }

    public bool IsDead => _process is null or { HasExited: true };

    /// <summary>What it has printed since it was last started.</summary>
    public LineLog? Log => _process?.Log;

    /// <summary>Starts it unless it runs, and waits until it and its line to Redis are in order.</summary>
    public async Task StartAsync()
    {
        if (IsDead)
        {
            _process = await ServerProcess.StartAsync(Path.Combine("src", "Bridge.Server"), "Bridge.Server.dll", _settings);
        }

        await WaitUntilHealthyAsync();
    }

    /// <summary>Ends it as <c>kill -9</c> does.</summary>
    public Task KillAsync() => _process!.DisposeAsync().AsTask();

    /// <summary>Ends it as a deployment does.</summary>
    public async Task StopAsync()
    {
        try
        {
            await _process!.StopAsync();
        }
        finally
        {
            await KillAsync();
        }
    }

    public Task FreezeAsync()
    {
        IsFrozen = true;
        return _process!.SignalAsync("STOP");
    }

    public Task WakeAsync()
    {
        IsFrozen = false;
        return _process!.SignalAsync("CONT");
    }

    /// <summary>Resets its connections to Redis and lets no new ones through.</summary>
    public void CutOffFromRedis()
    {
        _line.IsBroken = true;
        _line.Cut();
    }

    /// <summary>Nothing gets from it to Redis or back any more, and neither is told.</summary>
    public void StallLineToRedis() => _line.Stall();

    /// <summary>Undoes both.</summary>
    public void ConnectToRedis()
    {
        _line.IsBroken = false;
        _line.Resume();
    }

    /// <summary>Undoes whatever a test has done to it.</summary>
    public async Task RepairAsync()
    {
        ConnectToRedis();
        if (IsFrozen)
        {
            await WakeAsync();
        }

        await StartAsync();
    }

    public Task WaitUntilHealthyAsync() => WaitForStatusAsync("Healthy");

    public Task WaitUntilDegradedAsync() => WaitForStatusAsync("Degraded");

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }

        await _line.DisposeAsync();
        _http.Dispose();
    }

    private async Task WaitForStatusAsync(string status)
    {
        string last = "nothing";
        await Condition.HoldsAsync(
            async () =>
            {
                last = await _http.GetStringAsync("/health/ready");
                return JsonElement.Parse(last).GetProperty("status").GetString() == status;
            },
            () => $"{Name} should have been {status} and said {last}. {Log}");
    }
}
