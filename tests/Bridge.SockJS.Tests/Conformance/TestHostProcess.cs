// Licensed under the MIT License. See LICENSE in the repository root.

using System.Diagnostics;
using System.Text.RegularExpressions;
using Bridge.SockJS.TestHost;
using Bridge.SockJS.Tests.Hosts;

namespace Bridge.SockJS.Tests.Conformance;

/// <summary>The test host as the public conformance suites see it: a process of its own, with the clock of the machine.</summary>
public sealed partial class TestHostProcess : IAsyncLifetime, IDisposable
{
    private readonly Process _process = new()
    {
        StartInfo = new ProcessStartInfo("dotnet", [typeof(TestServices).Assembly.Location, "--urls", "http://127.0.0.1:0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        },
    };

    private readonly TaskCompletionSource<int> _port = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Port { get; private set; }

    public async Task InitializeAsync()
    {
        _process.OutputDataReceived += (_, line) =>
        {
            if (ListeningPattern().Match(line.Data ?? string.Empty) is { Success: true } match)
            {
                _port.TrySetResult(int.Parse(match.Groups[1].ValueSpan, provider: null));
            }
        };
        _process.Start();
        _process.BeginOutputReadLine();
        Port = await _port.Task.Within("the test host");
    }

    public async Task DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().Within("the test host's end");
    }

    public void Dispose() => _process.Dispose();

    /// <summary>Sends a request on a connection of its own and reads the head of the answer.</summary>
    public async Task<RawResponse> SendAsync(string method, string target, string? body, params string[] headers) =>
        await RawResponse.SendAsync(Port, method, target, body, headers).Within($"the head of {method} {target}");

    public Task<RawResponse> GetAsync(string target, params string[] headers) => SendAsync("GET", target, null, headers);

    public Task<RawResponse> PostAsync(string target, string body = "", params string[] headers) => SendAsync("POST", target, body, headers);

    /// <summary>A session that nobody has used.</summary>
    public static string NewSession(string service) => $"/{service}/000/{Guid.NewGuid()}";

    [GeneratedRegex(@"Now listening on: http://127\.0\.0\.1:(\d+)")]
    private static partial Regex ListeningPattern();
}
