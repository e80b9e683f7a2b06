// Licensed under the MIT License. See LICENSE in the repository root.

using Bridge.Interop.Tests.Clients;
using Bridge.Interop.Tests.Driver;
using Bridge.Interop.Tests.Hosts;

namespace Bridge.Interop.Tests.Samples;

/// <summary>A sample that runs, with the real JavaScript clients for it.</summary>
internal sealed class SampleApp : IAsyncDisposable
{
    private readonly ListeningProcess _server;
    private readonly NodeDriver _node = NodeDriver.Start();

    private SampleApp(ListeningProcess server) => _server = server;

    public Uri Address => _server.Address;

    /// <summary>Starts a sample.</summary>
    /// <param name="folder">Its folder among the samples.</param>
    /// <param name="program">The file that its build makes.</param>
    public static async Task<SampleApp> StartAsync(string folder, string program)
    {
        string project = Path.Combine("interop-samples", folder);

        // The scripts of the pages are installed for these tests already, at the same versions.
        string content = Path.Combine(Repository.Root, "tests", "Bridge.Interop.Tests");
        string pages = Path.Combine(Repository.Root, project, "wwwroot");
        return new SampleApp(await ServerProcess.StartAsync(project, program, [$"--contentRoot={content}", $"--webroot={pages}"]));
    }

    /// <summary>@microsoft/signalr, connected.</summary>
    public Task<NodeHubClient> ConnectHubAsync(string path, params string[] events) =>
        NodeHubClient.ConnectAsync(_node, new Uri(Address, path), events);

    /// <summary>pusher-js or Laravel Echo, connected.</summary>
    public async Task<PusherTestClient> ConnectPusherAsync(string kind, params string[] events)
    {
        var options = new { kind, version = 8, host = Address.Host, port = Address.Port, app = TestApp.Options, events };
        PusherTestClient client = await PusherTestClient.CreateAsync(_node, options, kind);
        await client.ConnectAsync();
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }
}
